use serde::{Deserialize, Serialize};

/// The error in one field. The panel has a message for each code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FieldCode {
    /// The value is missing.
    Required,
    /// The text is longer than the field allows.
    TooLong,
    /// The text contains a line break or another control character.
    ControlCharacter,
    /// The text contains a character that this field does not allow.
    InvalidCharacter,
    /// Account name: the URL of a site that is not ActiveCampaign's API.
    OtherSite,
    /// Account name: the URL of an ActiveCampaign API that the operator has not allowed.
    ApiHostNotEnabled,
    /// Account name: an IP address.
    IpAddress,
    /// Account name: a URL with a port.
    Port,
    /// Account name: a URL with a user part, or an e-mail address.
    UserPart,
    /// Account name: the text looks like an API key.
    LooksLikeApiKey,
    /// Account name: ActiveCampaign's domain without the name in front.
    NameMissing,
    /// Account name: a URL together with another value, such as the key.
    SeveralValues,
    /// API key: the text looks like a URL.
    LooksLikeUrl,
    /// API key: the text looks like an e-mail address.
    LooksLikeEmail,
    /// API key: the dots or asterisks that a page shows in place of a key.
    Masked,
    /// API key: a new account name needs its own key.
    KeyNeededForNewName,
    /// Platform: unknown identifier.
    UnknownPlatform,
    /// Platform: this panel does not configure it yet.
    PlatformNotConfigurable,
    /// Platform: it cannot be changed after the first save.
    PlatformFixed,
    /// Platform: its module is not active on Passstore.
    ModuleInactive,
    /// The field does not exist.
    UnknownField,
    /// The value is of another type.
    WrongType,
    /// The field occurs twice.
    DuplicateField,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not an RFC 3339 time.
    InvalidTime,
    /// A time in the future.
    InTheFuture,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// A field and the error in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request's body, as in `/account_name`.
    pub pointer: String,
    /// The error.
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
