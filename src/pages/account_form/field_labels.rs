use super::differences::Field;
use crate::{
    i18n::{Key, Locale},
    key,
};

/// The labels of fields.
pub fn names(fields: &[Field], locale: Locale) -> String {
    let names: Vec<&str> = fields.iter().map(|field| label(*field)(locale)).collect();
    names.join(", ")
}

/// The label of a field.
pub fn label(field: Field) -> Key {
    match field {
        Field::Description => key!(form.description),
        Field::AccountName => key!(form.account_name),
        Field::ApiKey => key!(form.api_key),
        Field::Orders => key!(form.orders),
        Field::AbandonedCarts => key!(form.carts),
    }
}
