//! What the browser read of a JSON text, as values of the contract.
//!
//! The kept crate for this says in words what did not fit, and its words bring Rust's printing of
//! floating-point numbers into the page: 20 kB that nobody reads, since a page that cannot read an
//! answer only says that it is of another version.

use std::{error, fmt};

use js_sys::{Array, Object};
use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer,
        MapAccess, SeqAccess, VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

/// The value was not what was expected.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// Reads a value of the browser's.
///
/// # Errors
/// When it is not what is expected.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(Json(value))
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// What a value is. Found out in one place, whatever is to be made of it.
enum Opened {
    Nothing,
    Truth(bool),
    Whole(i64),
    Fraction(f64),
    Text(String),
    List(Array),
    /// Its entries: pairs of a name and a value.
    Object(Array),
}

impl From<JsValue> for Opened {
    fn from(value: JsValue) -> Self {
        if let Some(text) = value.as_string() {
            Self::Text(text)
        } else if let Some(number) = value.as_f64() {
            match number as i64 {
                whole if whole as f64 == number => Self::Whole(whole),
                _ => Self::Fraction(number),
            }
        } else if let Some(truth) = value.as_bool() {
            Self::Truth(truth)
        } else if value.is_null() || value.is_undefined() {
            Self::Nothing
        } else {
            match value.dyn_into() {
                Ok(list) => Self::List(list),
                Err(object) => Self::Object(Object::entries(object.unchecked_ref())),
            }
        }
    }
}

struct Json(JsValue);

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match Opened::from(self.0) {
            Opened::Nothing => visitor.visit_unit(),
            Opened::Truth(truth) => visitor.visit_bool(truth),
            Opened::Whole(number) => visitor.visit_i64(number),
            Opened::Fraction(number) => visitor.visit_f64(number),
            Opened::Text(text) => visitor.visit_string(text),
            Opened::List(list) => visitor.visit_seq(Items { list, next: 0 }),
            Opened::Object(list) => {
                visitor.visit_map(Entries(Items { list, next: 0 }, JsValue::UNDEFINED))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// What the contract sends as an enum is a name and nothing else.
impl<'de> EnumAccess<'de> for Json {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), Unreadable> {
        let name = self.0.as_string().ok_or(Unreadable)?;
        Ok((seed.deserialize(name.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Json {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Unreadable> {
        Err(Unreadable)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }
}

struct Items {
    list: Array,
    next: u32,
}

impl Iterator for Items {
    type Item = JsValue;

    fn next(&mut self) -> Option<JsValue> {
        let item = (self.next < self.list.length()).then(|| self.list.get(self.next));
        self.next += 1;
        item
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        self.next()
            .map(|item| seed.deserialize(Json(item)))
            .transpose()
    }
}

/// The entries of an object, and the value that comes next.
struct Entries(Items, JsValue);

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(entry) = self.0.next() else {
            return Ok(None);
        };
        let entry: Array = entry.unchecked_into();
        self.1 = entry.get(1);
        seed.deserialize(Json(entry.get(0))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(Json(std::mem::take(&mut self.1)))
    }
}
