use contract::{FieldCode, FieldError};
use serde_path_to_error::Segment;

use crate::error::Error;

/// serde describes a field error only in the text of its `de::Error`: "unknown field", "missing
/// field" and "duplicate field" come from its default methods, and tests verify these texts. Any
/// other error is a value of the wrong type, because the text is known to be valid JSON.
pub(in crate::http) fn refusal(path: &[&Segment], error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let mut pointer = pointer(path);
    let code = if text.starts_with("unknown field") {
        FieldCode::UnknownField
    } else if let Some(name) = named(&text, "missing field `") {
        pointer += &name;
        FieldCode::Required
    } else if let Some(name) = named(&text, "duplicate field `") {
        pointer += &name;
        FieldCode::DuplicateField
    } else {
        FieldCode::WrongType
    };
    Error::InvalidFields(vec![FieldError::new(&pointer, code)])
}

/// The pointer to the field that such a text names; the path ends at the object of the field.
fn named(text: &str, begin: &str) -> Option<String> {
    let name = text.strip_prefix(begin)?.split('`').next()?;
    Some(format!("/{}", escaped(name)))
}

pub(super) fn wrong_type(pointer: &str) -> Error {
    Error::InvalidFields(vec![FieldError::new(pointer, FieldCode::WrongType)])
}

/// Escapes a key for a JSON pointer.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Converts a path to a JSON pointer (RFC 6901).
pub(super) fn pointer(path: &[&Segment]) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Seq { index } => Some(format!("/{index}")),
            // A variant such as `replace` is a key of the JSON object.
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}
