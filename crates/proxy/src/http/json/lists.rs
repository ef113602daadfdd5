//! serde takes `[true]` for `{"enabled": true}`, field by field in the order of our source. That is
//! a guess: a list must not stand where an object is meant.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::Segment;

use super::refusal::{escaped, wrong_type};
use crate::error::Error;

/// Whether what was read of `sent` took a list for an object.
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

/// The path to what is wrong, which is a list when the path leads through one that stands for an
/// object.
pub(super) fn to_the_list<'p, 's, T: DeserializeOwned>(
    path: &'p [&'s Segment],
) -> Option<&'p [&'s Segment]> {
    let lists = (0..path.len()).filter(|n| matches!(path[*n], Segment::Seq { .. }));
    lists.map(|n| &path[..n]).find(|path| !is_list::<T>(path))
}

/// Whether a list is meant there. serde says so when it finds something else: an object, with
/// nothing around it that could be wrong before.
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
