#[cfg(test)]
mod tests;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::ItemCode;

/// An e-mail address: the identity of a person, in one canonical spelling, because the same person
/// must not exist twice. Lower case (people do not distinguish capitals), without invisible
/// characters, the domain in ASCII.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// Parses an address; surrounding spaces are removed.
    ///
    /// # Errors
    /// [`ItemCode::Required`] or [`ItemCode::InvalidEmail`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        Self::read(text).map(|(email, _)| email)
    }

    /// As [`Email::parse`]; the flag tells whether anything but the case was changed.
    pub(super) fn read(text: &str) -> Result<(Self, bool), ItemCode> {
        let text = text.trim();
        match bare(text) {
            bare if bare == text => Self::respelled(text),
            bare => Self::respelled(bare).map(|(email, _)| (email, true)),
        }
    }

    fn respelled(text: &str) -> Result<(Self, bool), ItemCode> {
        if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) {
            return Self::checked(text).map(|email| (email, false));
        }
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let visible = visible.trim();
        let (local, domain) = visible.rsplit_once('@').ok_or(ItemCode::InvalidEmail)?;
        let domain = idna::domain_to_ascii(domain).map_err(|_| ItemCode::InvalidEmail)?;
        // Unicode can write the same letter as one character or as two.
        let local: String = local.nfc().collect();
        let email = Self::checked(&format!("{local}@{domain}"))?;
        let is_as_sent = email.0 == text.to_lowercase();
        Ok((email, !is_as_sent))
    }

    fn checked(text: &str) -> Result<Self, ItemCode> {
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

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Extracts the address from `Mario Rossi <mario@rossi.example>`, `mailto:mario@rossi.example` and
/// similar texts. Two addresses are not split, and are therefore invalid: choosing one would be a
/// guess.
fn bare(text: &str) -> &str {
    const QUOTES: [char; 2] = ['"', '\''];
    let text = match text.strip_suffix('>').and_then(|it| it.rsplit_once('<')) {
        Some((name, inner)) => {
            let name = name.trim().trim_matches(QUOTES);
            match name.contains('@') && !name.eq_ignore_ascii_case(inner.trim()) {
                true => return text,
                false => inner.trim(),
            }
        }
        None => text,
    };
    let scheme = text
        .get(..7)
        .filter(|it| it.eq_ignore_ascii_case("mailto:"));
    let text = scheme.map_or(text, |scheme| text[scheme.len()..].trim());
    let unquoted = QUOTES.into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner.trim())
    });
    // A domain may end with a period; list separators and punctuation are removed.
    unquoted
        .unwrap_or(text)
        .trim_end_matches(['.', ',', ';', ' '])
}

/// Whether a character is invisible; text copied from a page or a message may contain such
/// characters.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

impl TryFrom<String> for Email {
    type Error = ItemCode;

    fn try_from(text: String) -> Result<Self, ItemCode> {
        Self::parse(&text)
    }
}
