use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FieldCode;

/// The merchant's label of an account: 1 to 100 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 1, max_length = 100))]
pub struct Description(String);

impl Description {
    /// The maximum length, in characters.
    pub const MAX_CHARS: usize = 100;

    /// Parses typed text; surrounding spaces are removed.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`] or [`FieldCode::ControlCharacter`].
    pub fn parse(typed: &str) -> Result<Self, FieldCode> {
        let text = typed.trim();
        if text.is_empty() {
            Err(FieldCode::Required)
        } else if text.chars().any(char::is_control) {
            Err(FieldCode::ControlCharacter)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(FieldCode::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The label as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn spaces_around_a_description_do_not_count() {
        assert_eq!(
            Description::parse("  Negozio \n").unwrap().as_str(),
            "Negozio"
        );
        assert_eq!(Description::parse(" \t "), Err(FieldCode::Required));
    }

    #[test]
    fn a_hundred_characters_of_any_script_fit_and_one_more_does_not() {
        assert!(Description::parse(&"店".repeat(100)).is_ok());
        assert_eq!(
            Description::parse(&"店".repeat(101)),
            Err(FieldCode::TooLong)
        );
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(
            Description::parse("a\u{0}b"),
            Err(FieldCode::ControlCharacter)
        );
        assert_eq!(Description::parse("a\nb"), Err(FieldCode::ControlCharacter));
    }
}
