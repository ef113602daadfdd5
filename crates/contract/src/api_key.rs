use std::fmt;

use crate::{
    AccountName, AccountNameSource, FieldCode, SecretText,
    pasted::{unwrap_quotes, without_label},
};

/// An ActiveCampaign API key: 1 to 256 visible ASCII characters. `Debug` prints `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(SecretText);

impl ApiKey {
    /// The maximum length, in characters. ActiveCampaign's keys have 72; its documentation sets no
    /// limit.
    pub const MAX_CHARS: usize = 256;

    /// Parses typed or pasted text; spaces, quotes and the name of a setting around the key are
    /// removed.
    ///
    /// # Errors
    /// The [`FieldCode`] that tells why the text is not a key.
    pub fn parse(typed: &str) -> Result<Self, FieldCode> {
        let text = without_label(typed, &["key", "token", "chiave"]);
        if text.is_empty() {
            Err(FieldCode::Required)
        } else if is_address(text) {
            Err(FieldCode::LooksLikeUrl)
        } else if text
            .chars()
            .all(|c| matches!(c, '*' | '•' | '●' | '·' | '.'))
        {
            Err(FieldCode::Masked)
        } else if is_email(text) {
            Err(FieldCode::LooksLikeEmail)
        } else if !text.bytes().all(|b| b.is_ascii_graphic()) {
            Err(FieldCode::InvalidCharacter)
        } else if text.len() > Self::MAX_CHARS {
            Err(FieldCode::TooLong)
        } else {
            debug_assert_eq!(unwrap_quotes(text), text);
            Ok(Self(SecretText::from(text)))
        }
    }

    /// The key in clear text. Use it only for the header `Api-Token` and for encryption.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The last four characters, by which a merchant recognises the key. Never more than half of
    /// the key.
    #[must_use]
    pub fn last4(&self) -> &str {
        let key = self.expose();
        &key[key.len() - (key.len() / 2).min(4)..]
    }
}

/// Whether the text is a URL: any text with a scheme, or an ActiveCampaign domain.
fn is_address(text: &str) -> bool {
    let is_host = match AccountName::understand(text, &[]) {
        Ok(found) => found.source != AccountNameSource::Name,
        Err(code) => code == FieldCode::ApiHostNotEnabled,
    };
    text.contains("://") || is_host
}

/// Whether the text is an e-mail address.
fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(user), Some(host), None) => {
            !user.is_empty()
                && host.split('.').count() > 1
                && host.split('.').all(|it| !it.is_empty())
        }
        _ => false,
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn spaces_quotes_and_the_setting_s_name_are_not_part_of_a_key() {
        for pasted in [
            "abcd1234efgh",
            " abcd1234efgh\n",
            "'abcd1234efgh'",
            "API_KEY=abcd1234efgh",
            "Chiave: abcd1234efgh",
        ] {
            assert_eq!(
                ApiKey::parse(pasted).unwrap().expose(),
                "abcd1234efgh",
                "{pasted}"
            );
        }
        assert_eq!(ApiKey::parse("abc=def").unwrap().expose(), "abc=def");
    }

    #[test]
    fn what_is_not_a_key_is_refused_with_the_reason() {
        assert_eq!(ApiKey::parse(" '' "), Err(FieldCode::Required));
        assert_eq!(
            ApiKey::parse("https://negozio.api-us1.com"),
            Err(FieldCode::LooksLikeUrl)
        );
        assert_eq!(
            ApiKey::parse("negozio.api-us1.com"),
            Err(FieldCode::LooksLikeUrl)
        );
        assert_eq!(
            ApiKey::parse("mario@mioshop.it"),
            Err(FieldCode::LooksLikeEmail)
        );
        assert!(ApiKey::parse("a@b").is_ok());
        for masked in ["********", "••••••••", "....."] {
            assert_eq!(ApiKey::parse(masked), Err(FieldCode::Masked), "{masked}");
        }
        assert_eq!(ApiKey::parse("abc def"), Err(FieldCode::InvalidCharacter));
        assert_eq!(ApiKey::parse("chiavè"), Err(FieldCode::InvalidCharacter));
        assert_eq!(ApiKey::parse(&"k".repeat(257)), Err(FieldCode::TooLong));
        assert!(ApiKey::parse(&"k".repeat(256)).is_ok());
    }

    #[test]
    fn at_most_four_characters_and_half_of_a_key_are_shown() {
        assert_eq!(ApiKey::parse("abcd1234efgh").unwrap().last4(), "efgh");
        assert_eq!(ApiKey::parse("abcd").unwrap().last4(), "cd");
        assert_eq!(ApiKey::parse("k").unwrap().last4(), "");
    }
}
