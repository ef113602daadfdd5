use serde::{Deserialize, Serialize};
use url::Url;

use super::ItemCode;

/// What was stored is read by the same rules as what is handed over.
macro_rules! impl_try_from {
    ($($kind:ident),*) => {$(
        impl TryFrom<String> for $kind {
            type Error = ItemCode;

            fn try_from(text: String) -> Result<Self, ItemCode> {
                Self::parse(&text)
            }
        }
    )*};
}

/// The longest URL that is taken, in bytes.
const MAX_URL: usize = 2048;

/// Passweb's own identifier of a thing: 1 to 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ExternalId(String);

/// A text of one line that ActiveCampaign shows: at most 1000 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

/// An address that begins with `http://` or `https://`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WebUrl(String);

impl ExternalId {
    /// Reads an identifier.
    ///
    /// # Errors
    /// [`ItemCode::Required`], [`ItemCode::TooLong`] or [`ItemCode::ControlCharacter`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        one_line(text, 255)?;
        match text.trim().is_empty() {
            true => Err(ItemCode::Required),
            false => Ok(Self(text.to_owned())),
        }
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// Reads a text, perhaps an empty one; spaces around it do not count.
    ///
    /// # Errors
    /// [`ItemCode::TooLong`] or [`ItemCode::ControlCharacter`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        one_line(text.trim(), 1000).map(|()| Self(text.trim().to_owned()))
    }

    /// A text of our own, which needs no check.
    pub(super) fn literal(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// As [`Text::parse`], of a text that says something.
    ///
    /// # Errors
    /// As [`Text::parse`], or [`ItemCode::Required`].
    pub fn parse_filled(text: &str) -> Result<Self, ItemCode> {
        match Self::parse(text)? {
            text if text.0.is_empty() => Err(ItemCode::Required),
            text => Ok(text),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WebUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// [`ItemCode::Required`], [`ItemCode::TooLong`] or [`ItemCode::InvalidUrl`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        if text.is_empty() {
            return Err(ItemCode::Required);
        }
        if text.len() > MAX_URL {
            return Err(ItemCode::TooLong);
        }
        // A parser of URLs forgives blanks; the address is passed on as it is.
        let blank = text.contains(|c: char| c.is_whitespace() || c.is_control());
        Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && !blank)
            .map(|_| Self(text.to_owned()))
            .ok_or(ItemCode::InvalidUrl)
    }

    /// The address, as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl_try_from!(ExternalId, Text, WebUrl);

fn one_line(text: &str, max_chars: usize) -> Result<(), ItemCode> {
    if text.chars().any(char::is_control) {
        Err(ItemCode::ControlCharacter)
    } else if text.chars().count() > max_chars {
        Err(ItemCode::TooLong)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_addresses_of_pages_are_taken() {
        assert!(WebUrl::parse("https://shop.example/cart?id=1&t=a%20b").is_ok());
        for text in [
            "shop.example",
            "javascript:alert(1)",
            "https://",
            "https://a b.example",
            "ftp://a.example",
        ] {
            assert_eq!(WebUrl::parse(text), Err(ItemCode::InvalidUrl), "{text}");
        }
    }
}
