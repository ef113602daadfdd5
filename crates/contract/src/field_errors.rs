use crate::{AccountField, FieldCode, FieldError};

/// Collects the errors while the fields are validated one by one.
#[derive(Default)]
pub struct FieldErrors {
    errors: Vec<FieldError>,
}

impl FieldErrors {
    /// The value of a field; `None` after recording its error.
    pub fn field<T>(&mut self, field: AccountField, parsed: Result<T, FieldCode>) -> Option<T> {
        parsed
            .map_err(|code| self.errors.push(FieldError::new(field.pointer(), code)))
            .ok()
    }

    /// The errors, in the order in which the fields were validated.
    pub fn into_list(self) -> Vec<FieldError> {
        self.errors
    }
}
