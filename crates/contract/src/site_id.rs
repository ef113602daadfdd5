use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Passweb's identifier of a site, as in a session token: 1 to 128 visible ASCII characters.
///
/// It becomes part of the encryption context of keys and of queries to ActiveCampaign, so only
/// characters without a special meaning there are allowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct SiteId(String);

impl SiteId {
    /// Parses an identifier; `None` when a character or the length is not allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let legal = (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        legal.then(|| Self(text.to_owned()))
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SiteId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a site"))
    }
}
