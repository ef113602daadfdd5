use strum::VariantArray;

use crate::FieldError;

/// A field of an account that the merchant fills in, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum AccountField {
    /// *Descrizione*.
    Description,
    /// *Piattaforma*.
    Platform,
    /// *Nome Account*.
    AccountName,
    /// *API Key*.
    ApiKey,
}

impl AccountField {
    /// JSON pointer (RFC 6901) to the field in the body of a write request.
    #[must_use]
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Description => "/description",
            Self::Platform => "/platform",
            Self::AccountName => "/account_name",
            Self::ApiKey => "/api_key",
        }
    }

    /// The field of a pointer; `None` for a part of the body that is not a form field.
    #[must_use]
    pub fn of(error: &FieldError) -> Option<Self> {
        let fields = Self::VARIANTS.iter().copied();
        fields.into_iter().find(|it| it.pointer() == error.pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldCode;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn an_error_leads_back_to_its_field() {
        for field in AccountField::VARIANTS {
            let error = FieldError::new(field.pointer(), FieldCode::Required);
            assert_eq!(AccountField::of(&error), Some(*field));
        }
        let other = FieldError::new("/ecommerce", FieldCode::WrongType);
        assert_eq!(AccountField::of(&other), None);
    }
}
