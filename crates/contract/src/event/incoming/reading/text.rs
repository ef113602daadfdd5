//! Texts, and values that are submitted as texts.

use std::borrow::Cow;

use super::Reading;
use crate::event::{
    AdjustmentCode, Email, ExternalId, ItemCode, Text, WebUrl,
    incoming::{
        address,
        clean::clean,
        decimal::Decimal,
        object::{Field, Value},
        place::Place,
    },
};

/// The maximum length of an identifier or a text, in characters. ActiveCampaign does not document
/// its limits; 255 is the usual size of such database columns.
pub const MAX_CHARS: usize = 255;

impl Reading<'_> {
    /// Parses an identifier. Never truncates it: two identifiers must not become equal.
    pub fn id(&mut self, field: &Field<'_, '_>) -> Result<ExternalId, ItemCode> {
        let text = match &field.value {
            Value::Number(digits) => Cow::Owned(whole_number(digits)),
            value => words(value)?,
        };
        if text.chars().count() > MAX_CHARS {
            return Err(ItemCode::TooLong);
        }
        let text = self.cleaned(&text, &field.place, MAX_CHARS);
        ExternalId::parse(&text)
    }

    /// Parses a text that is not empty.
    pub fn text(&mut self, field: &Field<'_, '_>) -> Result<Text, ItemCode> {
        let text = match &field.value {
            Value::Number(digits) => Cow::Owned(whole_number(digits)),
            value => words(value)?,
        };
        let text = self.cleaned(&text, &field.place, MAX_CHARS);
        Text::parse_filled(&text)
    }

    fn cleaned<'t>(&mut self, text: &'t str, place: &Place<'_>, max: usize) -> Cow<'t, str> {
        let cleaned = clean(text, max);
        if cleaned.cleaned {
            self.adjust(place, AdjustmentCode::Cleaned);
        }
        if cleaned.cut {
            self.adjust(place, AdjustmentCode::Cut);
        }
        cleaned.text
    }

    pub fn email(&mut self, field: &Field<'_, '_>) -> Result<Email, ItemCode> {
        let text = match &field.value {
            Value::Text(text) => text,
            Value::Bool(false) => return Err(ItemCode::Required),
            _ => return Err(ItemCode::WrongType),
        };
        let (email, respelled) = Email::read(text)?;
        if respelled {
            self.adjust(&field.place, AdjustmentCode::Spelling);
        }
        Ok(email)
    }

    pub fn address(&mut self, field: &Field<'_, '_>) -> Result<WebUrl, ItemCode> {
        let Value::Text(text) = &field.value else {
            return Err(ItemCode::WrongType);
        };
        let (url, changed) = address::read(text, self.reader.site.as_ref())?;
        if changed {
            self.adjust(&field.place, AdjustmentCode::Address);
        }
        Ok(url)
    }

    pub fn yes_or_no(&mut self, field: &Field<'_, '_>) -> Result<bool, ItemCode> {
        match &field.value {
            Value::Bool(yes) => Ok(*yes),
            Value::Number(digits) => of_words(digits),
            Value::Text(text) => of_words(text),
            _ => Err(ItemCode::WrongType),
        }
    }
}

/// A text; a number or `true` is converted to text.
fn words<'v>(value: &'v Value<'_>) -> Result<Cow<'v, str>, ItemCode> {
    match value {
        Value::Text(text) => Ok(Cow::Borrowed(text)),
        Value::Number(digits) => Ok(Cow::Borrowed(digits)),
        Value::Bool(true) => Ok(Cow::Borrowed("true")),
        // PHP uses `false` for a value that was not found; it is never a text.
        Value::Bool(false) | Value::Absent => Err(ItemCode::Required),
        Value::Nested(_) => Err(ItemCode::WrongType),
    }
}

/// Normalises a whole number: `12.0` and `1.2e1` are 12.
fn whole_number(digits: &str) -> String {
    if !digits.contains(['.', 'e', 'E']) {
        return digits.to_owned();
    }
    let whole = Decimal::read(digits, None).ok();
    let whole = whole
        .filter(|it| !it.is_negative())
        .and_then(Decimal::whole);
    whole.map_or_else(|| digits.to_owned(), |whole| whole.to_string())
}

fn of_words(text: &str) -> Result<bool, ItemCode> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "si" | "sì" | "s" | "on" => Ok(true),
        "false" | "0" | "no" | "n" | "off" => Ok(false),
        _ => Err(ItemCode::WrongType),
    }
}
