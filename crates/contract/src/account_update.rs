use serde::{Deserialize, Serialize};

use crate::{
    Account, AccountField, AccountName, ApiDomain, ApiKey, ApiKeyChange, Description, Ecommerce,
    FieldCode, FieldError, Platform, field_errors::FieldErrors,
};

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
        let mut errors = FieldErrors::default();
        let description = errors.field(
            AccountField::Description,
            Description::parse(&self.description),
        );
        let platform = errors.field(
            AccountField::Platform,
            same_platform(&self.platform, saved.platform),
        );
        let understood = errors.field(
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
        let api_key = errors.field(AccountField::ApiKey, api_key);
        match (description, platform, understood, api_key) {
            (Some(description), Some(()), Some(understood), Some(new_api_key)) => Ok(ValidUpdate {
                description,
                api_domain: saved.api_domain_after(&understood),
                account_name: understood.name,
                new_api_key,
                ecommerce: self.ecommerce,
            }),
            _ => Err(errors.into_list()),
        }
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
