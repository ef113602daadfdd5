use jiff::{SignedDuration, Timestamp};

use super::ItemCode;

/// How far the clocks of two machines may be apart.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Timestamp);

impl Moment {
    /// Reads a time as in RFC 3339, with whatever offset.
    ///
    /// # Errors
    /// [`ItemCode::Required`] or [`ItemCode::InvalidTime`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        if text.is_empty() {
            return Err(ItemCode::Required);
        }
        // jiff also reads other forms of ISO 8601.
        let is_rfc3339 = text.is_ascii() && text.len() <= 35 && text.get(10..11) == Some("T");
        text.parse()
            .ok()
            .filter(|_| is_rfc3339 && !text.contains('['))
            .map(Self)
            .ok_or(ItemCode::InvalidTime)
    }

    /// As [`Moment::parse`], of something that has happened.
    ///
    /// # Errors
    /// As [`Moment::parse`], or [`ItemCode::InTheFuture`].
    pub fn parse_past(text: &str) -> Result<Self, ItemCode> {
        let moment = Self::parse(text)?;
        match moment.0 > Timestamp::now() + LEEWAY {
            true => Err(ItemCode::InTheFuture),
            false => Ok(moment),
        }
    }

    /// The time.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Microseconds since 1970, by which two versions of a thing are compared.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.0.as_microsecond()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offsets_are_read_and_other_forms_are_not() {
        assert_eq!(
            Moment::parse("2026-05-04T10:00:00+02:00"),
            Moment::parse("2026-05-04T08:00:00.000Z")
        );
        for text in [
            "2026-05-04",
            "2026-05-04 10:00:00Z",
            "2026-05-04T10:00:00",
            "20260504T100000Z",
            "2026-05-04T10:00:00Z[Europe/Rome]",
            "now",
        ] {
            assert_eq!(Moment::parse(text), Err(ItemCode::InvalidTime), "{text}");
        }
    }

    #[test]
    fn what_happened_did_not_happen_tomorrow() {
        assert_eq!(
            Moment::parse_past("2999-01-01T00:00:00Z"),
            Err(ItemCode::InTheFuture)
        );
    }
}
