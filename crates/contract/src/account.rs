use serde::{Deserialize, Serialize};

use crate::{
    AccountField, AccountName, ApiKey, ConnectionTest, Description, FieldCode, FieldError,
    Platform, SecretText,
    transfer::{PauseReason, TransferCounters},
};

/// The identifier of an account, given by the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
pub struct AccountId(String);

impl AccountId {
    /// Takes an identifier as it stands in an answer or a path; whether it exists is for the
    /// proxy to say. Characters that would change a path are refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (1..=36)
            .contains(&text.len())
            .then_some(text)
            .filter(|text| text.bytes().all(legal))
            .map(|text| Self(text.to_owned()))
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which e-commerce data a site sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ecommerce {
    /// *Abilita Ordini*.
    pub orders: bool,
    /// *Abilita Carrelli Abbandonati*.
    pub abandoned_carts: bool,
}

/// What is shown of a stored key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredApiKey {
    /// Whether a key is stored.
    pub stored: bool,
    /// Its last four characters, fewer of a very short key.
    pub last4: String,
}

/// An account as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Which one.
    pub id: AccountId,
    /// The merchant's label.
    pub description: Description,
    /// What it connects to.
    pub platform: Platform,
    /// The name of the account there.
    pub account_name: AccountName,
    /// What is shown of the key.
    pub api_key: StoredApiKey,
    /// *Attivo* or *Disattivato*.
    pub enabled: bool,
    /// What is sent.
    pub ecommerce: Ecommerce,
    /// The last test of the connection.
    pub last_test: Option<ConnectionTest>,
    /// How much of its data is where; left out while nothing was ever handed over, and after a
    /// write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<TransferCounters>,
    /// Why nothing is sent, when the merchant has to know; left out while sending works, while it
    /// only waits for a short time, and after a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<PauseReason>,
    /// When ActiveCampaign received the last order: RFC 3339, UTC; left out while none was sent,
    /// and after a write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_sent_at: Option<String>,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// When the settings last changed: RFC 3339, UTC.
    pub updated_at: String,
}

/// The answer of `GET /api/v1/accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accounts {
    /// Every account of the site, the oldest first.
    pub accounts: Vec<Account>,
    /// How much of the site the merchant should look at, left out when it is nothing; see
    /// `GET /api/v1/events/status`.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub attention: i64,
}

const fn is_nothing(count: &i64) -> bool {
    *count == 0
}

/// The body of `PUT /api/v1/accounts/{id}/enabled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enabled {
    /// Whether the account sends anything.
    pub enabled: bool,
}

/// What a write does to the stored key: `"keep"` or `{"replace": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApiKeyChange {
    /// The stored key stays.
    Keep,
    /// This key takes its place.
    Replace(SecretText),
}

/// A new account as sent: what was typed, not yet checked. It sends nothing until *Ecommerce* is
/// set on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// See [`Description`].
    pub description: String,
    /// See [`Platform::id`].
    pub platform: String,
    /// See [`AccountName::understand`].
    pub account_name: String,
    /// Must be a new key.
    pub api_key: ApiKeyChange,
}

/// A changed account as sent: what was typed, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountUpdate {
    /// See [`Description`].
    pub description: String,
    /// Must be the account's own.
    pub platform: String,
    /// See [`AccountName::understand`]. A changed one needs a new key.
    pub account_name: String,
    /// The stored key stays or is replaced.
    pub api_key: ApiKeyChange,
    /// What is sent; left out, it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecommerce: Option<Ecommerce>,
}

/// A new account whose every field was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidNewAccount {
    /// The merchant's label.
    pub description: Description,
    /// What it connects to.
    pub platform: Platform,
    /// The name of the account there.
    pub account_name: AccountName,
    /// Its key.
    pub api_key: ApiKey,
}

/// A changed account whose every field was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidUpdate {
    /// The merchant's label.
    pub description: Description,
    /// The name of the account on the platform.
    pub account_name: AccountName,
    /// The new key; the stored one stays when there is none.
    pub new_api_key: Option<ApiKey>,
    /// What is sent; it stays as it is when there is none.
    pub ecommerce: Option<Ecommerce>,
}

impl NewAccount {
    /// Checks every field, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// Each field at fault, in the order of the form.
    pub fn validate(&self) -> Result<ValidNewAccount, Vec<FieldError>> {
        let api_key = match &self.api_key {
            ApiKeyChange::Replace(key) => ApiKey::parse(key.expose()),
            ApiKeyChange::Keep => Err(FieldCode::Required),
        };
        let mut check = Check::default();
        let fields = (
            check.field(
                AccountField::Description,
                Description::parse(&self.description),
            ),
            check.field(AccountField::Platform, configurable(&self.platform)),
            check.field(
                AccountField::AccountName,
                AccountName::parse(&self.account_name),
            ),
            check.field(AccountField::ApiKey, api_key),
        );
        match fields {
            (Some(description), Some(platform), Some(account_name), Some(api_key)) => {
                Ok(ValidNewAccount {
                    description,
                    platform,
                    account_name,
                    api_key,
                })
            }
            _ => Err(check.errors),
        }
    }
}

impl AccountUpdate {
    /// Checks every field against the account it is for.
    ///
    /// # Errors
    /// Each field at fault, in the order of the form.
    pub fn validate(&self, saved: &Account) -> Result<ValidUpdate, Vec<FieldError>> {
        let mut check = Check::default();
        let description = check.field(
            AccountField::Description,
            Description::parse(&self.description),
        );
        let platform = check.field(
            AccountField::Platform,
            same_platform(&self.platform, saved.platform),
        );
        let account_name = check.field(
            AccountField::AccountName,
            AccountName::parse(&self.account_name),
        );
        let api_key = match &self.api_key {
            ApiKeyChange::Replace(key) => ApiKey::parse(key.expose()).map(Some),
            // The key belongs to the account it was made in.
            ApiKeyChange::Keep
                if account_name
                    .as_ref()
                    .is_some_and(|n| *n != saved.account_name) =>
            {
                Err(FieldCode::KeyNeededForNewName)
            }
            ApiKeyChange::Keep => Ok(None),
        };
        let api_key = check.field(AccountField::ApiKey, api_key);
        match (description, platform, account_name, api_key) {
            (Some(description), Some(()), Some(account_name), Some(new_api_key)) => {
                Ok(ValidUpdate {
                    description,
                    account_name,
                    new_api_key,
                    ecommerce: self.ecommerce,
                })
            }
            _ => Err(check.errors),
        }
    }
}

fn configurable(id: &str) -> Result<Platform, FieldCode> {
    match Platform::from_id(id) {
        _ if id.is_empty() => Err(FieldCode::Required),
        None => Err(FieldCode::UnknownPlatform),
        Some(platform) if !platform.configurable() => Err(FieldCode::PlatformNotConfigurable),
        Some(platform) => Ok(platform),
    }
}

fn same_platform(id: &str, saved: Platform) -> Result<(), FieldCode> {
    match Platform::from_id(id) {
        Some(platform) if platform == saved => Ok(()),
        Some(_) => Err(FieldCode::PlatformFixed),
        None if id.is_empty() => Err(FieldCode::Required),
        None => Err(FieldCode::UnknownPlatform),
    }
}

/// Collects what is wrong while fields are checked one after the other.
#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn field<T>(&mut self, field: AccountField, parsed: Result<T, FieldCode>) -> Option<T> {
        parsed
            .map_err(|code| self.errors.push(FieldError::new(field.pointer(), code)))
            .ok()
    }
}
