use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};

use super::ItemCode;

/// An e-mail address, by which a person is known: in lower case, because people do not tell
/// capitals apart in it and the same person must not be two.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address; spaces around it do not count.
    ///
    /// # Errors
    /// [`ItemCode::Required`] or [`ItemCode::InvalidEmail`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ItemCode::Required);
        }
        let options = Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        EmailAddress::parse_with_options(text, options)
            .map(|address| Self(address.as_str().to_lowercase()))
            .map_err(|_| ItemCode::InvalidEmail)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = ItemCode;

    fn try_from(text: String) -> Result<Self, ItemCode> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_same_address_in_capitals_is_the_same_person() {
        assert_eq!(
            Email::parse(" Anna.Rossi+shop@Example.IT "),
            Email::parse("anna.rossi+shop@example.it")
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "anna",
            "@b.it",
            "anna@",
            "anna@b",
            "a b@c.it",
            "a@b@c.it",
            "Anna <a@b.it>",
            "a@[1.2.3.4]",
        ] {
            assert_eq!(Email::parse(text), Err(ItemCode::InvalidEmail), "{text}");
        }
    }
}
