use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::place::Place;

/// The fields of a JSON object as source text: numbers keep their digits, without conversion to
/// binary floating point, and duplicate names are kept.
pub(super) struct Object<'a>(Vec<(Name<'a>, &'a RawValue)>);

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A JSON value.
pub(super) enum Value<'a> {
    /// `null`, an empty text, or a missing field; all three are equivalent.
    Absent,
    Bool(bool),
    /// The digits as written.
    Number(&'a str),
    /// Trimmed, and not empty.
    Text(Cow<'a, str>),
    /// A list or an object, not yet parsed.
    Nested(&'a RawValue),
}

/// A field of an object.
pub(super) struct Field<'a, 'p> {
    pub value: Value<'a>,
    pub place: Place<'p>,
    pub repeated: Repeated,
}

/// Whether a name occurs in its object more than once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    No,
    /// All occurrences have one value.
    Same,
    /// The values differ.
    Differing,
}

impl<'a> Object<'a> {
    /// Parses an object; `None` when the text is not an object.
    pub fn read(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The field with this name; of several the last one, as in most JSON parsers.
    pub fn field<'p>(&self, within: &'p Place<'p>, name: &'static str) -> Field<'a, 'p> {
        let mut found: Option<&'a RawValue> = None;
        let mut repeated = Repeated::No;
        for (key, raw) in &self.0 {
            if key.0 != name {
                continue;
            }
            repeated = match found {
                None => Repeated::No,
                Some(before) if before.get() == raw.get() && repeated != Repeated::Differing => {
                    Repeated::Same
                }
                Some(_) => Repeated::Differing,
            };
            found = Some(raw);
        }
        Field {
            value: found.map_or(Value::Absent, Value::read),
            place: Place::Field(within, name),
            repeated,
        }
    }

    /// The single object of a list: XML converters wrap one element in a list.
    pub fn read_only(json: &'a str) -> Option<Self> {
        match serde_json::from_str::<Vec<&'a RawValue>>(json).ok()?[..] {
            [only] => Self::read(only.get()),
            _ => None,
        }
    }

    /// The values, when every name is a number: PHP's encoding of a list with gaps.
    pub fn as_list(&self) -> Option<Vec<&'a RawValue>> {
        let numbered = |name: &Name<'_>| name.0.bytes().all(|byte| byte.is_ascii_digit());
        self.0
            .iter()
            .all(|(name, _)| numbered(name))
            .then(|| self.0.iter().map(|(_, raw)| *raw).collect())
    }
}

impl<'a> Value<'a> {
    /// Parses a raw JSON value.
    pub fn read(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'"') => Self::trimmed(string(text)),
            Some(b'{' | b'[') => Self::Nested(raw),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'-' | b'0'..=b'9') => Self::Number(text),
            _ => Self::Absent,
        }
    }

    /// Whether the value means "no object": PHP encodes an empty array as a list, and a failed
    /// lookup as `false`.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Absent | Self::Bool(false) => true,
            Self::Number(text) => *text == "0",
            Self::Text(text) => text == "0",
            Self::Nested(raw) => {
                let text = raw.get();
                let inner = text.get(1..text.len().saturating_sub(1));
                inner.is_some_and(|inner| inner.trim().is_empty())
            }
            Self::Bool(true) => false,
        }
    }

    fn trimmed(text: Cow<'a, str>) -> Self {
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => match text.trim() {
                trimmed if trimmed.len() == text.len() => Cow::Owned(text),
                trimmed => Cow::Owned(trimmed.to_owned()),
            },
        };
        match text.is_empty() {
            true => Self::Absent,
            false => Self::Text(text),
        }
    }
}

/// The items of a JSON list.
pub(super) fn list(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// Decodes a JSON string. An unpaired surrogate becomes U+FFFD.
fn string(json: &str) -> Cow<'_, str> {
    let inner = json.get(1..json.len().saturating_sub(1)).unwrap_or("");
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let Lossy(text) = serde_json::from_str(json).unwrap_or_default();
    Cow::Owned(text)
}

#[derive(Default)]
struct Lossy(String);

impl<'de> Deserialize<'de> for Lossy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Lossy;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Lossy, E> {
                Ok(Lossy(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
        // serde_json accepts an unpaired surrogate in bytes, but not in a string.
        deserializer.deserialize_bytes(Bytes)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::with_capacity(20);
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }

            // Without this, serde would also deserialize an object from a list of its values.
            fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Object<'de>, A::Error> {
                Err(serde::de::Error::custom("a list"))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
