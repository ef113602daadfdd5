//! Codes in columns, stored under their serialized names.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The serialized name of a code.
pub(super) fn name<T: Serialize>(code: &T) -> String {
    match serde_json::to_value(code) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The code with this name; `unknown` when no such code exists.
pub(super) fn read<T: DeserializeOwned>(name: &str, unknown: T) -> T {
    serde_json::from_value(Value::String(name.to_owned())).unwrap_or(unknown)
}
