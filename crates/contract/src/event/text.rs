use serde::{Deserialize, Serialize};
use url::Url;

use super::ItemCode;

/// Deserializes stored values by the same rules as submitted values.
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

/// The maximum length of a URL, in bytes.
const MAX_URL: usize = 2048;

/// Passweb's identifier of an item: 1 to 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ExternalId(String);

/// A single-line text that ActiveCampaign displays: at most 1000 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

/// A URL that begins with `http://` or `https://`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WebUrl(String);

impl ExternalId {
    /// Parses an identifier.
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

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// Parses a text, which may be empty; surrounding spaces are removed.
    ///
    /// # Errors
    /// [`ItemCode::TooLong`] or [`ItemCode::ControlCharacter`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        one_line(text.trim(), 1000).map(|()| Self(text.trim().to_owned()))
    }

    /// A constant of this crate, which needs no validation.
    pub(super) fn literal(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// As [`Text::parse`], for a text that must not be empty.
    ///
    /// # Errors
    /// As [`Text::parse`], or [`ItemCode::Required`].
    pub fn parse_filled(text: &str) -> Result<Self, ItemCode> {
        match Self::parse(text)? {
            text if text.0.is_empty() => Err(ItemCode::Required),
            text => Ok(text),
        }
    }

    /// The text as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WebUrl {
    /// Parses a URL.
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
        // The URL parser accepts blanks, but the URL is passed on unchanged.
        let blank = text.contains(|c: char| c.is_whitespace() || c.is_control());
        Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && !blank)
            .map(|_| Self(text.to_owned()))
            .ok_or(ItemCode::InvalidUrl)
    }

    /// The URL as submitted.
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
