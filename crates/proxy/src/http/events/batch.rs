use std::{borrow::Cow, collections::BTreeMap, fmt};

use contract::{FieldCode, FieldError, event::MAX_ITEMS};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use crate::error::Error;

/// The items of a batch, each as source text.
pub(super) struct Listed<'a> {
    pub items: Vec<&'a RawValue>,
    /// Whether the items were not a list: a single item, or an object with numbers as names, which
    /// are XML's and PHP's encodings of a list.
    pub reshaped: bool,
}

/// Parses the items of the list `list`.
pub(super) fn items<'a>(text: &'a str, list: &'static str) -> Result<Listed<'a>, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let found = Named(list).deserialize(&mut json).and_then(|found| {
        json.end()?;
        Ok(found)
    });
    let found = match found {
        Ok(found) => found,
        Err(error) if error.classify() == Category::Data => {
            return Err(wrong("", FieldCode::WrongType));
        }
        Err(error) => return Err(malformed(&error)),
    };
    let pointer = format!("/{list}");
    let raw = match found {
        Found::None => return Err(wrong(&pointer, FieldCode::Required)),
        Found::Several => return Err(wrong(&pointer, FieldCode::DuplicateField)),
        Found::One(raw) => raw,
    };
    let reshaped = raw.get().starts_with('{');
    let found = match reshaped {
        true => Some(of_object(raw)),
        false => serde_json::from_str::<Option<Items<'_>>>(raw.get())
            .map_err(|_| wrong(&pointer, FieldCode::WrongType))?,
    };
    match found {
        Some(Items { items, more: 0 }) if !items.is_empty() => Ok(Listed { items, reshaped }),
        Some(Items { more: 0, .. }) | None => Err(wrong(&pointer, FieldCode::Required)),
        Some(_) => Err(wrong(&pointer, FieldCode::TooLong)),
    }
}

/// The items of an object with numbers as names, in numerical order.
fn of_object(raw: &RawValue) -> Items<'_> {
    let numbered = serde_json::from_str::<BTreeMap<u64, &RawValue>>(raw.get());
    let mut items =
        numbered.map_or_else(|_| vec![raw], |numbered| numbered.into_values().collect());
    let more = items.len().saturating_sub(MAX_ITEMS);
    items.truncate(MAX_ITEMS);
    Items { items, more }
}

/// The error names the position, not the content.
pub(super) fn malformed(error: &serde_json::Error) -> Error {
    // The body has no line breaks after decoding, so the column is the offset.
    Error::MalformedJson(format!("at byte {}", error.column()))
}

fn wrong(pointer: &str, code: FieldCode) -> Error {
    Error::InvalidFields(vec![FieldError::new(pointer, code)])
}

/// Deserializes the field with this name; ignores other fields.
struct Named(&'static str);

enum Found<'a> {
    None,
    One(&'a RawValue),
    Several,
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for Named {
    type Value = Found<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Found<'de>, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Named {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the list {}", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::None;
        while let Some(Name(name)) = map.next_key()? {
            if name != self.0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let raw = map.next_value()?;
            found = match found {
                Found::None => Found::One(raw),
                _ => Found::Several,
            };
        }
        Ok(found)
    }
}

/// The items within the limit, and the number of those beyond it.
struct Items<'a> {
    items: Vec<&'a RawValue>,
    more: usize,
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<'de>, A::Error> {
                let (mut items, mut more) = (Vec::new(), 0);
                while items.len() < MAX_ITEMS {
                    match list.next_element()? {
                        Some(item) => items.push(item),
                        None => return Ok(Items { items, more }),
                    }
                }
                while list.next_element::<IgnoredAny>()?.is_some() {
                    more += 1;
                }
                Ok(Items { items, more })
            }
        }
        json.deserialize_seq(List)
    }
}
