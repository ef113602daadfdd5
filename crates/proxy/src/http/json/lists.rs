//! serde accepts `[true]` for `{"enabled": true}`, field by field in declaration order. This module
//! rejects a list in place of an object.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::Segment;

use super::refusal::{escaped, wrong_type};
use crate::error::Error;

/// Whether serde read a list in `sent` as an object.
pub(super) fn check(sent: &Value, read: &Value, pointer: String) -> Result<(), Error> {
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => Err(wrong_type(&pointer)),
        (Value::Object(sent), Value::Object(read)) => sent
            .iter()
            .filter_map(|(key, sent)| Some((key, sent, read.get(key)?)))
            .try_for_each(|(key, sent, read)| {
                check(sent, read, format!("{pointer}/{}", escaped(key)))
            }),
        (Value::Array(sent), Value::Array(read)) => sent
            .iter()
            .zip(read)
            .enumerate()
            .try_for_each(|(i, (sent, read))| check(sent, read, format!("{pointer}/{i}"))),
        _ => Ok(()),
    }
}

/// The path of the error, shortened to the list when the path leads through a list in place of an
/// object.
pub(super) fn to_the_list<'p, 's, T: DeserializeOwned>(
    path: &'p [&'s Segment],
) -> Option<&'p [&'s Segment]> {
    let lists = (0..path.len()).filter(|n| matches!(path[*n], Segment::Seq { .. }));
    lists.map(|n| &path[..n]).find(|path| !is_list::<T>(path))
}

/// Whether a list is expected at this path. Found by deserializing an object at the path alone:
/// serde's error then names the expected type.
fn is_list<T: DeserializeOwned>(path: &[&Segment]) -> bool {
    let asked = path
        .iter()
        .rev()
        .fold(json!({}), |inner, segment| match segment {
            Segment::Map { key: name } | Segment::Enum { variant: name } => json!({ name: inner }),
            Segment::Seq { .. } => json!([inner]),
            Segment::Unknown => inner,
        });
    let said = serde_json::from_value::<T>(asked).err();
    said.is_some_and(|error| {
        let text = error.to_string();
        text.starts_with("invalid type: map, expected a sequence")
    })
}
