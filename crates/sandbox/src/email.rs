//! E-mail addresses, which are what ActiveCampaign knows a person by.

use serde::Serialize;

/// An address that looks like one. Kept as written, compared without regard to case.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// An address in the form in which addresses are compared.
pub type EmailKey = String;

impl Email {
    /// Takes what has one `@`, something before it, a dotted domain after it, and no blank.
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

/// The form in which addresses are compared.
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
