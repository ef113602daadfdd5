//! Dates as ActiveCampaign writes and reads them: ISO 8601 with an offset.

use jiff::Timestamp;

/// The time of now, to the second.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string()
}

/// Reads a date; one without an offset is none.
pub fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}
