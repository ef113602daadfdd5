use std::fmt;

use contract::{FieldCode, FieldError};
use serde::de;

/// What is wrong with which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http::json) struct Wrong {
    /// JSON pointer (RFC 6901), from where it was noticed on.
    pointer: String,
    code: FieldCode,
}

impl Wrong {
    /// The value that is read is of another type.
    pub fn wrong_type() -> Self {
        Self {
            pointer: String::new(),
            code: FieldCode::WrongType,
        }
    }

    fn field(name: &str, code: FieldCode) -> Self {
        let pointer = String::new();
        Self { pointer, code }.within(name)
    }

    /// The same, seen from the object or list that the field of this name is in.
    pub fn within(self, name: &str) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("/{name}{}", self.pointer),
            ..self
        }
    }

    /// As it is answered.
    pub fn into_field_error(self) -> FieldError {
        FieldError::new(&self.pointer, self.code)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.pointer, self.code)
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    /// Of whatever serde has no method of its own for, and we need none, as of another type.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::wrong_type()
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::field(field, FieldCode::UnknownField)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::field(field, FieldCode::Required)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::field(field, FieldCode::DuplicateField)
    }
}
