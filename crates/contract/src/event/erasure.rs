use serde::{Deserialize, Serialize};

use super::Email;
use crate::{FieldCode, FieldError};

/// A person of whom nothing is to be kept any more. Fields that are not known here are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasureSent {
    /// The person's e-mail address, in any spelling.
    pub email: String,
}

/// What an erasure did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// How many records held something of the person. 0 when nothing was kept.
    pub erased: u64,
}

impl ErasureSent {
    /// The address, in the one spelling under which a person is known.
    ///
    /// # Errors
    /// [`FieldCode::Required`] or [`FieldCode::InvalidEmail`] at `/email`.
    pub fn validate(&self) -> Result<Email, Vec<FieldError>> {
        let code = match self.email.trim().is_empty() {
            true => FieldCode::Required,
            false => FieldCode::InvalidEmail,
        };
        Email::parse(&self.email).map_err(|_| vec![FieldError::new("/email", code)])
    }
}
