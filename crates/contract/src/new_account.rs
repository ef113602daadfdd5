use serde::{Deserialize, Serialize};

use crate::{
    AccountField, AccountName, ApiDomain, ApiKey, ApiKeyChange, Description, FieldCode, FieldError,
    Platform, field_errors::FieldErrors,
};

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
        let mut errors = FieldErrors::default();
        let fields = (
            errors.field(
                AccountField::Description,
                Description::parse(&self.description),
            ),
            errors.field(AccountField::Platform, configurable(&self.platform)),
            errors.field(
                AccountField::AccountName,
                AccountName::understand(&self.account_name, allowed),
            ),
            errors.field(AccountField::ApiKey, api_key),
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
            _ => Err(errors.into_list()),
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
