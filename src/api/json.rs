//! Deserializes the browser's JSON values to the contract's types.
//!
//! The usual crate for this describes each mismatch in an error text, which adds Rust's formatting
//! of floating-point numbers to the download: 20 kB without use, because the page only reports that
//! the versions differ.

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

/// The value has another type than expected.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// Deserializes a value of the browser.
///
/// # Errors
/// When the value has another type than expected.
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

struct Json(JsValue);

impl Json {
    fn number(&self) -> Result<f64, Unreadable> {
        self.0.as_f64().ok_or(Unreadable)
    }

    fn whole(&self) -> Result<i64, Unreadable> {
        let number = self.number()?;
        let whole = number as i64;
        if whole as f64 == number {
            Ok(whole)
        } else {
            Err(Unreadable)
        }
    }

    fn text(&self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or(Unreadable)
    }

    fn list(self) -> Result<Items, Unreadable> {
        let list = self.0.dyn_into().map_err(|_| Unreadable)?;
        Ok(Items { list, next: 0 })
    }

    fn entries(self) -> Result<Entries, Unreadable> {
        if !self.0.is_object() {
            return Err(Unreadable);
        }
        let list = Object::entries(self.0.unchecked_ref());
        Ok(Entries(Items { list, next: 0 }, JsValue::UNDEFINED))
    }
}

/// The integer types that a visitor accepts as a whole number of any type.
macro_rules! whole_numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.whole()?)
        })+
    };
}

/// Each type requests its own kind of value. `deserialize_any` is not supported: no type of the
/// contract uses it, and its code would be generated for every type.
impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    whole_numbers! {
        deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
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
        i8 i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The contract's enums are names without data.
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

/// The entries of an object, and the value of the current entry.
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
