use serde::{Deserialize, Serialize};

use crate::{
    AccountField, AccountName, ApiDomain, ApiKey, ConnectionTest, DeletedAccount, Description,
    FieldCode, FieldError, Platform, SecretText,
    transfer::{PauseReason, TransferCounters},
};

/// The proxy's identifier of an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
pub struct AccountId(String);

impl AccountId {
    /// Parses an identifier from a response or a path: 1 to 36 ASCII letters, digits and hyphens,
    /// so that it cannot change a path. Does not check that the account exists; the proxy does.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (1..=36)
            .contains(&text.len())
            .then_some(text)
            .filter(|text| text.bytes().all(legal))
            .map(|text| Self(text.to_owned()))
    }

    /// The identifier as text.
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

/// What the API returns about a stored key. Never the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredApiKey {
    /// Whether a key is stored.
    pub stored: bool,
    /// The last four characters; fewer when the key is short.
    pub last4: String,
}

/// An account as the API returns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The proxy's identifier.
    pub id: AccountId,
    /// The merchant's label.
    pub description: Description,
    /// The platform that the account connects to.
    pub platform: Platform,
    /// The name of the ActiveCampaign account.
    pub account_name: AccountName,
    /// The domain of the account's API, where it is not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_domain: Option<ApiDomain>,
    /// What the API returns about the stored key.
    pub api_key: StoredApiKey,
    /// *Attivo* or *Disattivato*.
    pub enabled: bool,
    /// Which e-commerce data is sent.
    pub ecommerce: Ecommerce,
    /// The last test of the connection.
    pub last_test: Option<ConnectionTest>,
    /// Number of orders and carts in each state. Absent until the first submission, and in
    /// responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<TransferCounters>,
    /// Why the account sends nothing, when the merchant must be notified. Absent while sending
    /// works, during short waits, and in responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<PauseReason>,
    /// When ActiveCampaign received the last order: RFC 3339, UTC. Absent until an order is sent,
    /// and in responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_sent_at: Option<String>,
    /// When the account was created: RFC 3339, UTC.
    pub created_at: String,
    /// When the settings last changed: RFC 3339, UTC.
    pub updated_at: String,
}

/// The response of `GET /api/v1/accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accounts {
    /// Every account of the site, oldest first.
    pub accounts: Vec<Account>,
    /// Number of things on the site that need the merchant's attention; absent when zero. See `GET
    /// /api/v1/events/status`.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub attention: i64,
    /// The deleted accounts of the site that can be restored, the last one first; absent when there
    /// is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<DeletedAccount>,
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

/// What a write does with the stored key: `"keep"` or `{"replace": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApiKeyChange {
    /// Keep the stored key.
    Keep,
    /// Replace the stored key with this one.
    Replace(SecretText),
}

/// The body of a request that creates an account: raw input, not yet validated. The new account
/// sends nothing until an update sets `ecommerce`.
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
    /// Must be [`ApiKeyChange::Replace`].
    pub api_key: ApiKeyChange,
}

/// The body of a request that updates an account: raw input, not yet validated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountUpdate {
    /// See [`Description`].
    pub description: String,
    /// Must equal the account's platform.
    pub platform: String,
    /// See [`AccountName::understand`]. A new name needs a new key.
    pub account_name: String,
    /// Whether the stored key is kept or replaced.
    pub api_key: ApiKeyChange,
    /// Which e-commerce data is sent; absent: unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecommerce: Option<Ecommerce>,
}

/// A new account whose fields are all valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidNewAccount {
    /// The merchant's label.
    pub description: Description,
    /// The platform that the account connects to.
    pub platform: Platform,
    /// The name of the ActiveCampaign account.
    pub account_name: AccountName,
    /// The domain of the account's API, where it is not the default one.
    pub api_domain: Option<ApiDomain>,
    /// The API key of the ActiveCampaign account.
    pub api_key: ApiKey,
}

/// An account update whose fields are all valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidUpdate {
    /// The merchant's label.
    pub description: Description,
    /// The name of the account on the platform.
    pub account_name: AccountName,
    /// The domain of the account's API, where it is not the default one.
    pub api_domain: Option<ApiDomain>,
    /// The new key; `None` keeps the stored key.
    pub new_api_key: Option<ApiKey>,
    /// Which e-commerce data is sent; `None` keeps the stored setting.
    pub ecommerce: Option<Ecommerce>,
}

impl NewAccount {
    /// Validates every field and reports all errors at once. The account name may be a URL at an
    /// `allowed` domain.
    ///
    /// # Errors
    /// One error for each invalid field, in the order of the form.
    pub fn validate(&self, allowed: &[ApiDomain]) -> Result<ValidNewAccount, Vec<FieldError>> {
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
                AccountName::understand(&self.account_name, allowed),
            ),
            check.field(AccountField::ApiKey, api_key),
        );
        match fields {
            (Some(description), Some(platform), Some(understood), Some(api_key)) => {
                Ok(ValidNewAccount {
                    description,
                    platform,
                    account_name: understood.name,
                    api_domain: understood.api_domain,
                    api_key,
                })
            }
            _ => Err(check.errors),
        }
    }
}

impl AccountUpdate {
    /// Validates every field against the saved account. The account name may be a URL at an
    /// `allowed` domain.
    ///
    /// # Errors
    /// One error for each invalid field, in the order of the form.
    pub fn validate(
        &self,
        saved: &Account,
        allowed: &[ApiDomain],
    ) -> Result<ValidUpdate, Vec<FieldError>> {
        let mut check = Check::default();
        let description = check.field(
            AccountField::Description,
            Description::parse(&self.description),
        );
        let platform = check.field(
            AccountField::Platform,
            same_platform(&self.platform, saved.platform),
        );
        let understood = check.field(
            AccountField::AccountName,
            AccountName::understand(&self.account_name, allowed),
        );
        let api_key = match &self.api_key {
            ApiKeyChange::Replace(key) => ApiKey::parse(key.expose()).map(Some),
            // The stored key belongs to the account with the old name.
            ApiKeyChange::Keep if understood.as_ref().is_some_and(|it| !saved.is_named(it)) => {
                Err(FieldCode::KeyNeededForNewName)
            }
            ApiKeyChange::Keep => Ok(None),
        };
        let api_key = check.field(AccountField::ApiKey, api_key);
        match (description, platform, understood, api_key) {
            (Some(description), Some(()), Some(understood), Some(new_api_key)) => Ok(ValidUpdate {
                description,
                api_domain: saved.api_domain_after(&understood),
                account_name: understood.name,
                new_api_key,
                ecommerce: self.ecommerce,
            }),
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

/// Collects the errors while the fields are validated one by one.
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
