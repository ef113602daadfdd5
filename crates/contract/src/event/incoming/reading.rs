mod amount;
mod text;
mod when;

use jiff::Timestamp;

use super::{
    Adjustment, Reader,
    object::{Field, Object, Repeated, Value},
    place::Place,
};
use crate::event::{AdjustmentCode, ItemCode, ItemError};

pub(super) use text::MAX_CHARS;
pub(super) use when::When;

/// The state of parsing one item: the errors and adjustments so far.
pub(super) struct Reading<'r> {
    reader: &'r Reader,
    pub errors: Vec<ItemError>,
    pub adjustments: Vec<Adjustment>,
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

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.reader.now
    }
}
