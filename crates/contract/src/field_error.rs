use serde::{Deserialize, Serialize};

/// What is wrong with one field. The panel has a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FieldCode {
    /// Nothing is there.
    Required,
    /// More characters than the field holds.
    TooLong,
    /// A line break or another control character.
    ControlCharacter,
    /// Characters that cannot be in this value.
    InvalidCharacter,
    /// Account name: the address of a site that is not ActiveCampaign's API.
    OtherSite,
    /// Account name: an IP address.
    IpAddress,
    /// Account name: an address with a port.
    Port,
    /// Account name: an address with a user part, or an e-mail address.
    UserPart,
    /// Account name: what was typed looks like an API key.
    LooksLikeApiKey,
    /// Account name: ActiveCampaign's domain without a name before it.
    NameMissing,
    /// Account name: an address and something else, such as the key.
    SeveralValues,
    /// API key: what was typed looks like an address.
    LooksLikeUrl,
    /// API key: what was typed looks like an e-mail address.
    LooksLikeEmail,
    /// API key: the dots or asterisks behind which a page hides a key.
    Masked,
    /// API key: a changed account name needs its own key.
    KeyNeededForNewName,
    /// Platform: not one of those known.
    UnknownPlatform,
    /// Platform: known, but this panel does not configure it yet.
    PlatformNotConfigurable,
    /// Platform: it cannot be changed once saved.
    PlatformFixed,
    /// Platform: its module is not active on Passstore.
    ModuleInactive,
    /// The field does not exist.
    UnknownField,
    /// The value is of another type.
    WrongType,
    /// The field is there twice.
    DuplicateField,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not a time as in RFC 3339.
    InvalidTime,
    /// A time that has not come yet.
    InTheFuture,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request's body, as in `/account_name`.
    pub pointer: String,
    /// What is wrong.
    pub code: FieldCode,
}

impl FieldError {
    /// An error at `pointer`.
    #[must_use]
    pub fn new(pointer: &str, code: FieldCode) -> Self {
        Self {
            pointer: pointer.to_owned(),
            code,
        }
    }
}
