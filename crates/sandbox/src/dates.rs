//! Dates in ActiveCampaign's format: ISO 8601 with an offset.

use jiff::Timestamp;

/// The current time, in seconds.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string()
}

/// Parses a date; `None` without an offset.
pub fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}
