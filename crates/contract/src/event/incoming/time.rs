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

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").unwrap()
    }

    fn at(text: &str) -> Option<(String, bool)> {
        match read(text, &rome()).unwrap_or_else(|_| panic!("{text}")) {
            Time::Never => None,
            Time::At { time, local } => Some((time.to_string(), local)),
        }
    }

    #[test]
    fn a_time_is_read_as_programs_write_it() {
        for text in [
            "2026-05-04T10:00:00+02:00",
            "2026-05-04t08:00:00z",
            "2026-05-04T08:00:00.000Z",
            "2026-05-04 10:00:00+02:00",
            "2026-05-04 10:00:00 +02:00",
            "2026-05-04 08:00:00 Z",
            "2026-05-04 08:00:00 UTC",
            "2026-05-04 10:00:00 +0200 CEST",
            "1777881600.25",
            "2026-05-04T10:00:00+0200",
            "2026-05-04T10:00+02:00",
            "2026-05-04T10:00:00+02:00[Europe/Rome]",
            "20260504T080000Z",
            "1777881600",
            "1777881600000",
            "/Date(1777881600000)/",
            "/Date(1777881600000+0200)/",
            "Mon, 04 May 2026 10:00:00 +0200",
        ] {
            let expected = Some(("2026-05-04T08:00:00Z".to_owned(), false));
            assert_eq!(at(text), expected, "{text}");
        }
    }

    #[test]
    fn the_date_of_php_is_read_in_its_own_zone() {
        for (zone, expected, local) in [
            ("Europe/Rome", "2026-05-04T08:00:00Z", false),
            ("+02:00", "2026-05-04T08:00:00Z", false),
            ("UTC", "2026-05-04T10:00:00Z", false),
            ("America/New_York", "2026-05-04T14:00:00Z", false),
            ("CEST", "2026-05-04T08:00:00Z", true),
        ] {
            let json = format!(
                r#"{{"date":"2026-05-04 10:00:00.000000","timezone_type":3,"timezone":"{zone}"}}"#
            );
            match of_php(&json, &rome()).unwrap().unwrap() {
                Time::At { time, local: is } => {
                    assert_eq!((time.to_string().as_str(), is), (expected, local), "{zone}");
                }
                Time::Never => panic!("{zone}"),
            }
        }
        assert!(of_php("{}", &rome()).is_none());
    }

    #[test]
    fn a_time_without_an_offset_is_the_sites() {
        for (text, expected) in [
            ("2026-05-04T10:00:00", "2026-05-04T08:00:00Z"),
            ("2026-05-04 10:00:00", "2026-05-04T08:00:00Z"),
            ("2026-05-04 10:00", "2026-05-04T08:00:00Z"),
            ("2026-01-04 10:00:00.5", "2026-01-04T09:00:00.5Z"),
            ("2026-05-04", "2026-05-03T22:00:00Z"),
            // Clocks go from 02:00 to 03:00: this local time does not exist.
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
            // Clocks go from 03:00 to 02:00: this local time occurs twice.
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        ] {
            assert_eq!(at(text), Some((expected.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn the_first_moment_of_a_calendar_means_never() {
        for text in [
            "0001-01-01T00:00:00",
            "0001-01-01T00:00:00Z",
            "0000-00-00 00:00:00",
            "1753-01-01T00:00:00",
            "1900-01-01",
            "1970-01-01T00:00:00Z",
            "1970-01-01T01:00:00+01:00",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_can_be_read_in_two_ways_is_refused() {
        for text in [
            "now",
            "yesterday",
            "12:00",
            "04/05/2026 10:00",
            "4.5.2026",
            "2026-02-30T10:00:00Z",
            "2026-05-04T25:00:00",
            "17778816",
            "２026-05-04T10:00:00Z",
        ] {
            let read = read(text, &rome());
            assert!(matches!(read, Err(ItemCode::InvalidTime)), "{text}");
        }
    }
}
