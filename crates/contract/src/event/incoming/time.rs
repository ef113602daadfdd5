#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::{Timestamp, ZonedDateTime, civil::DateTime, fmt::rfc2822, tz::TimeZone};

use serde::Deserialize;

use crate::event::ItemCode;

/// Earlier years mean "never": .NET, SQL Server, MySQL and Unix each have a minimum date that
/// programs write as a placeholder.
const FIRST_YEAR: i16 = 1971;

/// A submitted time.
pub(super) enum Time {
    /// A placeholder date that means "never".
    Never,
    At {
        time: Timestamp,
        /// Whether the text had no offset and was read in the site's time zone.
        local: bool,
    },
}

/// Parses a time in RFC 3339 or a similar notation; without an offset in `zone`. A local time that
/// a clock change skips is moved forward; of a local time that occurs twice the first is taken.
pub(super) fn read(text: &str, zone: &TimeZone) -> Result<Time, ItemCode> {
    if text.starts_with("0000-00-00") {
        return Ok(Time::Never);
    }
    let (time, local) = match exact(text) {
        Some(time) => (time, false),
        None => {
            let civil: DateTime = text.parse().map_err(|_| ItemCode::InvalidTime)?;
            if civil.year() < FIRST_YEAR {
                return Ok(Time::Never);
            }
            let zoned = zone.to_ambiguous_timestamp(civil).compatible();
            (zoned.map_err(|_| ItemCode::InvalidTime)?, true)
        }
    };
    at(time, local)
}

/// PHP's `DateTime` as JSON; `None` when the value is not one. Its zone is an offset, a name, or an
/// abbreviation; abbreviations are ambiguous, so the site's zone is used.
pub(super) fn of_php(json: &str, site: &TimeZone) -> Option<Result<Time, ItemCode>> {
    #[derive(Deserialize)]
    struct DateAndZone<'a> {
        #[serde(borrow)]
        date: Cow<'a, str>,
        #[serde(borrow)]
        timezone: Cow<'a, str>,
    }
    let DateAndZone { date, timezone } = serde_json::from_str(json).ok()?;
    if let Some(exact) = exact(&format!("{date} {timezone}")) {
        return Some(at(exact, false));
    }
    Some(match TimeZone::get(&timezone) {
        Ok(zone) => read(&date, &zone).map(|time| match time {
            Time::At { time, .. } => Time::At { time, local: false },
            Time::Never => Time::Never,
        }),
        Err(_) => read(&date, site),
    })
}

fn at(time: Timestamp, local: bool) -> Result<Time, ItemCode> {
    match time < first() {
        true => Ok(Time::Never),
        false => Ok(Time::At { time, local }),
    }
}

/// Parses a time that needs no time zone.
fn exact(text: &str) -> Option<Timestamp> {
    let plain = text.parse::<Timestamp>().ok();
    plain
        .or_else(|| since_1970(text))
        .or_else(|| spaced_offset(text)?.parse().ok())
        .or_else(|| Some(text.parse::<ZonedDateTime>().ok()?.timestamp()))
        .or_else(|| Some(rfc2822::parse(text).ok()?.timestamp()))
}

/// Parses seconds or milliseconds since 1970, distinguished by the number of digits, and older
/// .NET's `/Date(…)/`.
fn since_1970(text: &str) -> Option<Timestamp> {
    let digits = match text.strip_prefix("/Date(") {
        Some(rest) => rest.split([')', '+', '-']).next()?,
        None => text,
    };
    // Fractions after the seconds are dropped: they are irrelevant for the order of versions.
    let digits = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().ok()?;
    match digits.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// Removes the space before the offset: `2026-05-04 10:00:00 +02:00`. `UTC` is an offset; the name
/// of a zone after an offset is redundant.
fn spaced_offset(text: &str) -> Option<String> {
    let (time, offset) = text.rsplit_once(' ')?;
    if ["UTC", "GMT"]
        .iter()
        .any(|it| offset.eq_ignore_ascii_case(it))
    {
        return Some(spaced_offset(time).unwrap_or_else(|| format!("{time}Z")));
    }
    if offset.bytes().all(|byte| byte.is_ascii_uppercase()) && offset != "Z" {
        return spaced_offset(time);
    }
    let is_offset = offset.starts_with(['+', '-', 'Z', 'z']);
    is_offset.then(|| format!("{time}{offset}"))
}

fn first() -> Timestamp {
    // 1971-01-01T00:00:00Z
    Timestamp::UNIX_EPOCH
        .checked_add(jiff::SignedDuration::from_hours(365 * 24))
        .unwrap_or_default()
}
