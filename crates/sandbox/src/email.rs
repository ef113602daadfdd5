//! E-mail addresses, by which ActiveCampaign identifies a person.

use serde::Serialize;

/// A syntactically plausible address. Keeps its spelling; comparisons ignore case.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// An address in the normalised form used for comparisons.
pub type EmailKey = String;

impl Email {
    /// Accepts a text with one `@`, a local part, a domain with a dot, and no white space.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, domain) = text.split_once('@')?;
        let dotted =
            domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
        let plain =
            !text.contains(|c: char| c.is_whitespace() || c.is_control()) && !domain.contains('@');
        (!local.is_empty() && dotted && plain).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn key(&self) -> EmailKey {
        key(&self.0)
    }

    /// Whether the address ends in `@domain`.
    pub fn is_of_domain(&self, domain: &str) -> bool {
        self.0
            .rsplit_once('@')
            .is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain))
    }
}

/// The normalised form used for comparisons.
pub fn key(text: &str) -> EmailKey {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@b.example", "a+b@c.d.example", "à@b.example"] {
            assert!(Email::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a@b..example",
            "a b@c.example",
            "a@b@c.example",
        ] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }
}
