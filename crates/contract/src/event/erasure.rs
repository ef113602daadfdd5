use serde::{Deserialize, Serialize};

use super::Email;
use crate::{FieldCode, FieldError};

/// A request to erase all data of a person. Unknown fields are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasureSent {
    /// The person's e-mail address, in any spelling.
    pub email: String,
}

/// The result of an erasure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// Number of records that held data of the person; 0 when nothing was stored.
    pub erased: u64,
}

impl ErasureSent {
    /// The address in its canonical spelling.
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
