use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::dns_label::{MAX_LABEL, check_label};

/// The longest domain that leaves room for a label of an account and a dot (RFC 1035: 253).
const MAX_DOMAIN: usize = 253 - MAX_LABEL - 1;

/// A domain that serves the API of ActiveCampaign accounts, as in `api-eu1.com`: at least two DNS
/// labels, lower case.
///
/// The operator allows further domains with `ACTIVECAMPAIGN_HOSTS`; an account remembers its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct ApiDomain(String);

impl ApiDomain {
    /// The domain in ActiveCampaign's documentation, which is always allowed. An account at this
    /// domain remembers none.
    pub const DEFAULT: &str = "api-us1.com";

    /// Parses a domain; `None` for an IP address, a URL, or a single label.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (_, last) = text.rsplit_once('.')?;
        let is_name = last.starts_with(|c: char| c.is_ascii_lowercase());
        let is_domain = text.split('.').all(|label| check_label(label).is_ok());
        (is_name && is_domain && text.len() <= MAX_DOMAIN).then_some(Self(text))
    }

    /// The domain as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a host looks like ActiveCampaign's API in another region: `api-` and `.com` around a
/// region. Third parties mention `api-eu1.com` and `api-ca1.com`; ActiveCampaign documents none.
pub fn looks_like_api(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    labels.next() == Some("com")
        && labels.next().is_some_and(|it| it.starts_with("api-"))
        && labels.count() <= 1
}

impl fmt::Display for ApiDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ApiDomain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a domain"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_domain_has_two_labels_at_least_and_is_no_address() {
        for (text, expected) in [
            ("api-eu1.com", "api-eu1.com"),
            (" API-CA1.com ", "api-ca1.com"),
            ("eu.crm.example", "eu.crm.example"),
        ] {
            assert_eq!(ApiDomain::parse(text).unwrap().as_str(), expected);
        }
        for text in [
            "",
            "com",
            ".com",
            "api-eu1.com.",
            "api-eu1..com",
            "-a.com",
            "*.api-eu1.com",
            "https://api-eu1.com",
            "api-eu1.com/x",
            "api-eu1.com:8443",
            "a@api-eu1.com",
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "caffè.example",
            "{account}.example",
        ] {
            assert_eq!(ApiDomain::parse(text), None, "{text}");
        }
        assert_eq!(ApiDomain::parse(&format!("{}com", "a.".repeat(100))), None);
    }
}
