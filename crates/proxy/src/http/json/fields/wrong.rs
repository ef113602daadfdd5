use std::fmt;

use contract::{FieldCode, FieldError};
use serde::de;

/// An invalid field and its error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http::json) struct Wrong {
    /// JSON pointer (RFC 6901), relative to where the error was found.
    pointer: String,
    code: FieldCode,
}

impl Wrong {
    /// The value has the wrong type.
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

    /// The error with the pointer extended by the name of the enclosing field.
    pub fn within(self, name: &str) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("/{name}{}", self.pointer),
            ..self
        }
    }

    /// The error in the format of the response.
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
    /// Any serde error without its own method counts as a wrong type; the contract needs no other.
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
