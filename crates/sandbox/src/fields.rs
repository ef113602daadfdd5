//! Parses the fields of a request body.
//!
//! Like ActiveCampaign, it is lenient about types (`"1"` or `1`) and strict about values.

use serde_json::{Map, Value};
use url::Url;

use crate::{dates, email::Email, envelope::Refusal, table::Id};

/// The maximum length of a text, in characters. ActiveCampaign documents none; this is the usual
/// size of database columns, and reveals clients that do not truncate.
const LONGEST_TEXT: usize = 255;
/// The maximum length of a URL, in characters.
const LONGEST_URL: usize = 2048;

/// The raw fields of one record.
pub struct Fields(Map<String, Value>);

type Read<T> = Result<Option<T>, Refusal>;

impl Fields {
    /// Parses `{"<name>": {…}}`.
    pub fn open(body: &[u8], name: &str) -> Result<Self, Refusal> {
        let mut body: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
            Refusal::Malformed(format!("The body is not a JSON object: {error}"))
        })?;
        match body.remove(name) {
            Some(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(Refusal::Malformed(format!(
                "The body has no object named {name}"
            ))),
        }
    }

    /// The fields of each object of a list; empty when the list is missing.
    pub fn each(&self, name: &str) -> Read<Vec<Self>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| match item {
                    Value::Object(fields) => Ok(Self(fields.clone())),
                    _ => Err(Refusal::invalid(name, "a list of objects is expected")),
                })
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(Refusal::invalid(name, "a list is expected")),
        }
    }

    /// The text, which may be empty.
    pub fn text(&self, name: &str) -> Read<String> {
        self.at_most(LONGEST_TEXT, name)
    }

    fn at_most(&self, longest: usize, name: &str) -> Read<String> {
        match self.any_text(name)? {
            Some(text) if text.chars().count() > longest => {
                Err(Refusal::invalid(name, "the text is too long"))
            }
            text => Ok(text),
        }
    }

    /// A text of any length, which may be empty.
    pub fn any_text(&self, name: &str) -> Read<String> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Refusal::invalid(name, "text is expected")),
        }
    }

    /// A non-empty text; an empty one counts as missing.
    pub fn filled(&self, name: &str) -> Read<String> {
        Ok(self.text(name)?.filter(|text| !text.trim().is_empty()))
    }

    /// Like [`filled`](Self::filled), for a required field.
    pub fn required(&self, name: &str) -> Result<String, Refusal> {
        self.filled(name)?.ok_or_else(|| Refusal::missing(name))
    }

    /// A URL. White space and non-ASCII characters are errors.
    pub fn url(&self, name: &str) -> Read<String> {
        let is_url = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_graphic())
                && Url::parse(text)
                    .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        };
        match self.at_most(LONGEST_URL, name)? {
            Some(text) if !is_url(&text) => Err(Refusal::invalid(name, "a URL is expected")),
            url => Ok(url),
        }
    }

    /// Like [`url`](Self::url), for a required field.
    pub fn required_url(&self, name: &str) -> Result<String, Refusal> {
        self.url(name)?.ok_or_else(|| Refusal::missing(name))
    }

    pub fn id(&self, name: &str) -> Read<Id> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => Id::from_value(value)
                .map(Some)
                .ok_or_else(|| Refusal::related_missing(name)),
        }
    }

    pub fn email(&self) -> Read<Email> {
        match self.filled("email")? {
            None => Ok(None),
            Some(text) => Email::parse(text.trim())
                .map(Some)
                .ok_or_else(Refusal::email_invalid),
        }
    }

    pub fn required_email(&self) -> Result<Email, Refusal> {
        self.email()?.ok_or_else(|| Refusal::missing("email"))
    }

    pub fn required_id(&self, name: &str) -> Result<Id, Refusal> {
        self.id(name)?.ok_or_else(|| Refusal::missing(name))
    }

    pub fn required_whole(&self, name: &str) -> Result<u64, Refusal> {
        self.whole(name)?.ok_or_else(|| Refusal::missing(name))
    }

    /// Replaces `old` by the text, if the field is present.
    pub fn replace(&self, old: &mut String, name: &str) -> Result<(), Refusal> {
        if let Some(new) = self.text(name)? {
            *old = new;
        }
        Ok(())
    }

    /// Like [`replace`](Self::replace), but ignores an empty text.
    pub fn replace_filled(&self, old: &mut String, name: &str) -> Result<(), Refusal> {
        if let Some(new) = self.filled(name)? {
            *old = new;
        }
        Ok(())
    }

    /// ActiveCampaign: amounts (in cents) and quantities are whole numbers. A fraction is an error.
    pub fn whole(&self, name: &str) -> Read<u64> {
        let number = match self.value(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number
            .map(Some)
            .ok_or_else(|| Refusal::invalid(name, "a whole number is expected"))
    }

    /// A date with its offset, in its original spelling.
    pub fn date(&self, name: &str) -> Read<String> {
        match self.filled(name)? {
            Some(text) if dates::parse(&text).is_none() => Err(Refusal::invalid(
                name,
                "a date with an offset is expected (ISO 8601)",
            )),
            date => Ok(date),
        }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }
}
