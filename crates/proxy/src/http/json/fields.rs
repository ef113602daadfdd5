//! Deserializes typed values from JSON and reports which field is invalid and why.
//!
//! serde_json's own error is a text. Here serde's derived code uses an error type that keeps what
//! serde knows: that a field is unknown, missing or duplicated. A list never replaces an object,
//! which serde would accept in declaration order.

mod wrong;

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::CowStrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use wrong::Wrong;

/// A value as source text that is known to be valid JSON.
#[derive(Clone, Copy)]
pub(super) struct Field<'de>(pub &'de RawValue);

/// The unread fields of an object, each as source text.
struct Fields<'de> {
    left: std::vec::IntoIter<(Cow<'de, str>, &'de RawValue)>,
    value: Option<(Cow<'de, str>, &'de RawValue)>,
}

/// The unread items of a list.
struct Items<'de> {
    left: std::iter::Enumerate<std::vec::IntoIter<&'de RawValue>>,
}

/// `"variant"` or `{"variant": value}`.
struct Variant<'de> {
    name: Cow<'de, str>,
    value: Option<&'de RawValue>,
}

impl<'de> Field<'de> {
    fn text(self) -> &'de str {
        self.0.get()
    }

    fn is_object(self) -> bool {
        self.text().starts_with('{')
    }

    fn string(self) -> Result<Cow<'de, str>, Wrong> {
        #[derive(Deserialize)]
        struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
        // An unpaired surrogate is not valid text.
        let text = serde_json::from_str(self.text());
        text.map(|Text(text)| text).map_err(|_| Wrong::wrong_type())
    }

    fn entries(self) -> Result<Vec<(Cow<'de, str>, &'de RawValue)>, Wrong> {
        let entries = serde_json::from_str(self.text());
        entries
            .map(|Entries(entries)| entries)
            .map_err(|_| Wrong::wrong_type())
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let text = self.text();
        if let Ok(number) = text.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        if let Ok(number) = text.parse::<i64>() {
            return visitor.visit_i64(number);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(Wrong::wrong_type()),
        }
    }
}

impl<'de> Deserializer<'de> for Field<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.text().as_bytes().first() {
            Some(b'{') => visitor.visit_map(Fields {
                left: self.entries()?.into_iter(),
                value: None,
            }),
            Some(b'[') => {
                let items: Vec<&RawValue> =
                    serde_json::from_str(self.text()).map_err(|_| Wrong::wrong_type())?;
                visitor.visit_seq(Items {
                    left: items.into_iter().enumerate(),
                })
            }
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b't') => visitor.visit_bool(true),
            Some(b'f') => visitor.visit_bool(false),
            Some(b'n') => visitor.visit_unit(),
            _ => self.number(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.text() {
            "null" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.is_object() {
            true => self.deserialize_any(visitor),
            false => Err(Wrong::wrong_type()),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        if !self.is_object() {
            let (name, value) = (self.string()?, None);
            return visitor.visit_enum(Variant { name, value });
        }
        let mut entries = self.entries()?.into_iter();
        match (entries.next(), entries.next()) {
            (Some((name, value)), None) => visitor.visit_enum(Variant {
                name,
                value: Some(value),
            }),
            _ => Err(Wrong::wrong_type()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        key: K,
    ) -> Result<Option<K::Value>, Wrong> {
        self.value = self.left.next();
        let name = self.value.as_ref().map(|(name, _)| name.clone());
        let name: Option<CowStrDeserializer<'_, Wrong>> =
            name.map(IntoDeserializer::into_deserializer);
        name.map(|name| key.deserialize(name)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Wrong> {
        // serde requests the key first.
        let (name, value) = self.value.take().ok_or_else(Wrong::wrong_type)?;
        seed.deserialize(Field(value))
            .map_err(|wrong| wrong.within(&name))
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Wrong;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Wrong> {
        let Some((index, item)) = self.left.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(Field(item));
        read.map(Some)
            .map_err(|wrong| wrong.within(&index.to_string()))
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Wrong;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Wrong> {
        let name: CowStrDeserializer<'_, Wrong> = self.name.clone().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        match self.value {
            None => Ok(()),
            Some(_) => Err(Wrong::wrong_type()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Wrong> {
        let value = self.value.ok_or_else(Wrong::wrong_type)?;
        // The variant is a key of the JSON object.
        seed.deserialize(Field(value))
            .map_err(|wrong| wrong.within(&self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Wrong> {
        Err(Wrong::wrong_type())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let value = self.value.ok_or_else(Wrong::wrong_type)?;
        let read = Field(value).deserialize_struct("", fields, visitor);
        read.map_err(|wrong| wrong.within(&self.name))
    }
}

/// The fields of an object in order, duplicates included.
struct Entries<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    entries.push((name, value));
                }
                Ok(Entries(entries))
            }
        }
        json.deserialize_map(Object)
    }
}
