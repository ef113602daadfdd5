//! The time as it travels and is stored.

use std::time::Duration;

use jiff::Timestamp;

/// RFC 3339 in UTC with milliseconds, so that texts sort as times do.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// Seconds since 1970, as session tokens count.
pub fn now_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// Milliseconds since 1970.
pub fn now_milliseconds() -> i64 {
    Timestamp::now().as_millisecond()
}

/// As [`now`], of a time in milliseconds since 1970.
pub fn at_milliseconds(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// The milliseconds since 1970 of a time as [`now`] writes it.
pub fn read_milliseconds(time: &str) -> Option<i64> {
    let time: Timestamp = time.parse().ok()?;
    Some(time.as_millisecond())
}

/// A length of time as columns hold it.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
