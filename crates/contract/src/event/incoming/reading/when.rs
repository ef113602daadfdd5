use jiff::SignedDuration;

use super::Reading;
use crate::event::{
    AdjustmentCode, ItemCode, Moment,
    incoming::{
        object::{Field, Value},
        time::{self, Time},
    },
};

/// How far in the future a time may be: allows for wrong clocks and wrong time zones.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// When something happened: the time to send, and the time as submitted.
#[derive(Clone, Copy)]
pub struct When {
    /// Never in the future.
    pub sent: Moment,
    pub handed_over: Moment,
}

impl Reading<'_> {
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
}
