use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Passweb's identifier of a site, as a token names it: 1 to 128 visible ASCII characters.
///
/// It becomes part of what keys are bound to and of what ActiveCampaign is asked, so it is held
/// to characters that mean nothing there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct SiteId(String);

impl SiteId {
    /// Takes an identifier.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let legal = (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        legal.then(|| Self(text.to_owned()))
    }

    /// The identifier.
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
