use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::{
    Adjustment, Reader, address,
    clean::clean,
    decimal::Decimal,
    object::{Field, Object, Repeated, Value},
    place::Place,
    time::{self, Time},
};
use crate::event::{
    AdjustmentCode, Currency, Email, ExternalId, ItemCode, ItemError, Moment, Money, Text, WebUrl,
};

/// The maximum length of an identifier or a text, in characters. ActiveCampaign does not document
/// its limits; 255 is the usual size of such database columns.
pub(super) const MAX_CHARS: usize = 255;
/// How far in the future a time may be: allows for wrong clocks and wrong time zones.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// The state of parsing one item: the errors and adjustments so far.
pub(super) struct Reading<'r> {
    reader: &'r Reader,
    pub errors: Vec<ItemError>,
    pub adjustments: Vec<Adjustment>,
}

/// When something happened: the time to send, and the time as submitted.
#[derive(Clone, Copy)]
pub(super) struct When {
    /// Never in the future.
    pub sent: Moment,
    pub handed_over: Moment,
}

impl<'r> Reading<'r> {
    pub fn of(reader: &'r Reader) -> Self {
        Self {
            reader,
            errors: Vec::new(),
            adjustments: Vec::new(),
        }
    }

    /// Records an error in an essential field, which rejects the item.
    pub fn reject(&mut self, place: &Place<'_>, code: ItemCode) {
        let pointer = place.to_string();
        self.errors.push(ItemError { pointer, code });
    }

    /// Records an adjustment of a field.
    pub fn adjust(&mut self, place: &Place<'_>, code: AdjustmentCode) {
        let pointer = place.to_string();
        self.adjustments.push(Adjustment { pointer, code });
    }

    /// Parses an essential field. Two different values for one name count as missing.
    pub fn essential<'a, T>(
        &mut self,
        field: Field<'a, '_>,
        read: impl FnOnce(&mut Self, &Field<'a, '_>) -> Result<T, ItemCode>,
    ) -> Option<T> {
        let read = match (field.repeated, &field.value) {
            (Repeated::Differing, _) => Err(ItemCode::DuplicateField),
            (_, Value::Absent) => Err(ItemCode::Required),
            _ => read(self, &field),
        };
        match read {
            Ok(read) => Some(read),
            Err(code) => {
                self.reject(&field.place, code);
                None
            }
        }
    }

    /// Parses an optional field: `None` when it is missing, or dropped because it is invalid.
    pub fn optional<'a, T>(
        &mut self,
        field: Field<'a, '_>,
        read: impl FnOnce(&mut Self, &Field<'a, '_>) -> Result<T, ItemCode>,
    ) -> Option<T> {
        if field.repeated == Repeated::Differing {
            self.adjust(&field.place, AdjustmentCode::Duplicate);
        }
        if matches!(field.value, Value::Absent) {
            return None;
        }
        match read(self, &field) {
            Ok(read) => Some(read),
            Err(ItemCode::Required) => None,
            Err(_) => {
                self.adjust(&field.place, AdjustmentCode::LeftOut);
                None
            }
        }
    }

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

    /// Parses an object. A list of one object counts as that object; PHP's encoding of an empty
    /// object is [`ItemCode::Required`].
    pub fn object<'a>(&mut self, field: &Field<'a, '_>) -> Result<Object<'a>, ItemCode> {
        match &field.value {
            nothing if nothing.is_nothing() => Err(ItemCode::Required),
            Value::Nested(raw) => {
                if let Some(object) = Object::read(raw.get()) {
                    return Ok(object);
                }
                let only = Object::read_only(raw.get()).ok_or(ItemCode::WrongType)?;
                self.adjust(&field.place, AdjustmentCode::Shape);
                Ok(only)
            }
            _ => Err(ItemCode::WrongType),
        }
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

    pub fn currency(&mut self, field: &Field<'_, '_>) -> Result<Currency, ItemCode> {
        let text = match &field.value {
            Value::Text(text) => text,
            Value::Number(digits) => *digits,
            _ => return Err(ItemCode::WrongType),
        };
        let (currency, respelled) = Currency::read(text)?;
        if respelled {
            self.adjust(&field.place, AdjustmentCode::Spelling);
        }
        Ok(currency)
    }

    /// Parses an amount of any sign, not yet rounded.
    pub fn number(
        &mut self,
        field: &Field<'_, '_>,
        currency: Option<Currency>,
    ) -> Result<Decimal, ItemCode> {
        match &field.value {
            Value::Number(digits) => Decimal::read(digits, None),
            Value::Text(text) => Decimal::read(text, currency),
            _ => Err(ItemCode::WrongType),
        }
    }

    /// Parses an essential amount.
    pub fn total(&mut self, field: Field<'_, '_>, currency: Currency) -> Option<Money> {
        self.essential(field, |reading, field| reading.money(field, currency))
    }

    /// Parses an optional amount.
    pub fn amount(&mut self, field: Field<'_, '_>, currency: Currency) -> Option<Money> {
        self.optional(field, |reading, field| reading.money(field, currency))
    }

    /// Parses an amount that is not negative after rounding: sums of binary floats may be -0.0001.
    fn money(&mut self, field: &Field<'_, '_>, currency: Currency) -> Result<Money, ItemCode> {
        let number = self.number(field, Some(currency))?;
        if number.is_negative() && number.money(currency)?.0 != Money::default() {
            return Err(ItemCode::InvalidAmount);
        }
        self.rounded(number, currency, &field.place)
    }

    /// Rounds an amount and drops its sign.
    pub fn rounded(
        &mut self,
        number: Decimal,
        currency: Currency,
        place: &Place<'_>,
    ) -> Result<Money, ItemCode> {
        let (money, rounded) = number.money(currency)?;
        if rounded {
            self.adjust(place, AdjustmentCode::Rounded);
        }
        Ok(money)
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

    /// Parses a time, at most one day in the future. A date that means "never" is
    /// [`ItemCode::Required`], as if the field were missing.
    pub fn when(&mut self, field: &Field<'_, '_>) -> Result<When, ItemCode> {
        let zone = &self.reader.zone;
        let read = match &field.value {
            Value::Text(text) => time::read(text, zone),
            Value::Number(digits) => time::read(digits, zone),
            Value::Nested(raw) => match time::of_php(raw.get(), zone) {
                Some(read) => {
                    self.adjust(&field.place, AdjustmentCode::Shape);
                    read
                }
                None => return Err(ItemCode::WrongType),
            },
            Value::Bool(false) => return Err(ItemCode::Required),
            _ => return Err(ItemCode::WrongType),
        };
        let (time, local) = match read? {
            Time::Never => return Err(ItemCode::Required),
            Time::At { time, local } => (time, local),
        };
        let now = self.reader.now;
        if time.duration_since(now) > MAX_AHEAD {
            return Err(ItemCode::InTheFuture);
        }
        if local {
            self.adjust(&field.place, AdjustmentCode::TimeZone);
        }
        if time > now {
            self.adjust(&field.place, AdjustmentCode::Future);
        }
        Ok(When {
            sent: Moment::at(time.min(now)),
            handed_over: Moment::at(time),
        })
    }

    pub fn yes_or_no(&mut self, field: &Field<'_, '_>) -> Result<bool, ItemCode> {
        match &field.value {
            Value::Bool(yes) => Ok(*yes),
            Value::Number(digits) => of_words(digits),
            Value::Text(text) => of_words(text),
            _ => Err(ItemCode::WrongType),
        }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.reader.now
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
