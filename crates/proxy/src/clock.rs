//! The current time, in the formats of the API and of the database.

use std::time::Duration;

use jiff::Timestamp;

/// RFC 3339 in UTC with milliseconds; sorts as text.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// Seconds since 1970, the unit of session tokens.
pub fn now_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// Milliseconds since 1970.
pub fn now_milliseconds() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Formats milliseconds since 1970 as [`now`] does.
pub fn at_milliseconds(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// Parses a time in the format of [`now`] to milliseconds since 1970.
pub fn read_milliseconds(time: &str) -> Option<i64> {
    let time: Timestamp = time.parse().ok()?;
    Some(time.as_millisecond())
}

/// A duration in milliseconds, the unit of database columns.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
