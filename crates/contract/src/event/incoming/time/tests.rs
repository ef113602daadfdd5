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
