use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ItemCode;

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(Timestamp);

impl Moment {
    /// Parses an RFC 3339 time with any offset; date, time, seconds and offset are required.
    ///
    /// # Errors
    /// [`ItemCode::Required`] or [`ItemCode::InvalidTime`].
    pub fn parse(text: &str) -> Result<Self, ItemCode> {
        if text.is_empty() {
            return Err(ItemCode::Required);
        }
        // jiff also accepts other forms of ISO 8601.
        match has_shape(text.as_bytes()) {
            true => text.parse().map(Self).map_err(|_| ItemCode::InvalidTime),
            false => Err(ItemCode::InvalidTime),
        }
    }

    /// The moment of a timestamp.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(time)
    }

    /// The moment as a timestamp.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Microseconds since 1970; orders the versions of one item.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.0.as_microsecond()
    }
}

/// Whether a text has the shape of `date-time` (RFC 3339, 5.6). jiff validates the values.
fn has_shape(text: &[u8]) -> bool {
    let Some((date_and_time, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let offset = match rest {
        [b'.', digits @ ..] => {
            let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
            let (fraction, offset) = digits.split_at(length);
            match fraction {
                [] => return false,
                _ => offset,
            }
        }
        _ => rest,
    };
    let offset_is = |shape| is_like(offset, shape);
    is_like(date_and_time, b"0000-00-00T00:00:00")
        && (offset_is(b"Z") || offset_is(b"+00:00") || offset_is(b"-00:00"))
        // Offset hours are below 24.
        && offset.get(1..3).is_none_or(|hours| hours < b"24".as_slice())
}

/// Compares the shape of a text: `0` matches any digit; letters match in any case.
fn is_like(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.iter().zip(shape).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            like => byte.eq_ignore_ascii_case(like),
        })
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
            "2026-05-04t10:00:00z",
            "2026-05-04T10:00:00.123456789-23:59",
            "2026-05-04T10:00:00-00:00",
            "2026-12-31T23:59:60Z",
        ] {
            assert!(Moment::parse(text).is_ok(), "{text}");
        }
        for text in [
            "2026-05-04",
            "2026-05-04 10:00:00Z",
            "2026-05-04T10:00:00",
            "20260504T100000Z",
            "2026-05-04T10:00:00Z[Europe/Rome]",
            "2026-05-04T10:00Z",
            "2026-05-04T10Z",
            "2026-05-04T10:00+02:00",
            "2026-05-04T100000Z",
            "20260504T10:00:00Z",
            "2026-05-04T10:00:00+02",
            "2026-05-04T10:00:00+0200",
            "2026-05-04T10:00:00+02:00:30",
            "2026-05-04T10:00:00+24:00",
            "2026-05-04T10:00:00,5Z",
            "2026-05-04T10:00:00.Z",
            "2026-05-04T10:00:00 Z",
            "2026-05-04T10:00:00ZZ",
            "+002026-05-04T10:00:00Z",
            "2026-W19-1T10:00:00Z",
            "2026-02-30T10:00:00Z",
            "2026-05-04T25:00:00Z",
            "２026-05-04T10:00:00Z",
            "now",
        ] {
            assert_eq!(Moment::parse(text), Err(ItemCode::InvalidTime), "{text}");
        }
    }
}
