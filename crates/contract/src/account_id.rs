use serde::{Deserialize, Serialize};

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
