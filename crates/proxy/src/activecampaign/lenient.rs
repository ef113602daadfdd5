//! Deserializers for fields whose JSON type varies between responses.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

/// An id: a string as documented, or a number as some responses contain.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(D::Error::custom("expected an id")),
    }
}

/// A string, or a number as a string; null becomes the empty string.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null => Ok(String::new()),
        _ => Err(D::Error::custom("expected a string")),
    }
}

/// A time as ISO 8601 or in seconds since 1970; `None` for anything else.
pub(super) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    let seconds = |seconds| Timestamp::from_second(seconds).ok();
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64().and_then(seconds),
        Value::String(text) => match text.parse() {
            Ok(moment) => Some(moment),
            Err(_) => text.parse().ok().and_then(seconds),
        },
        _ => None,
    })
}
