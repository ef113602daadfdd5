use contract::{
    AdjustmentCode,
    preview::{PreviewField, PreviewFieldName as Name, PreviewStep},
};

use crate::{
    components::{moment, money},
    i18n::{Key, Locale},
    key,
};

/// The name of a field.
pub fn field(name: Name) -> Key {
    match name {
        Name::Email => key!(preview.email),
        Name::FirstName => key!(preview.first_name),
        Name::LastName => key!(preview.last_name),
        Name::Number => key!(preview.number),
        Name::PlacedAt => key!(preview.placed_at),
        Name::UpdatedAt => key!(preview.updated_at),
        Name::Url => key!(preview.url),
        Name::Total => key!(preview.total),
        Name::Shipping => key!(preview.shipping),
        Name::Tax => key!(preview.tax),
        Name::Discount => key!(preview.discounts),
        Name::ShippingMethod => key!(preview.shipping_method),
        Name::Unknown => key!(preview.other),
    }
}

/// The value of a field, as the merchant writes it.
pub fn value(field: &PreviewField, currency: &str, locale: Locale) -> String {
    match field.name {
        Name::PlacedAt | Name::UpdatedAt => moment(&field.value, locale),
        Name::Total | Name::Shipping | Name::Tax | Name::Discount => {
            money(&field.value, currency, locale)
        }
        _ => field.value.clone(),
    }
}

/// What a request is for.
pub fn step(step: PreviewStep) -> Key {
    match step {
        PreviewStep::Contact => key!(preview.step_contact),
        PreviewStep::Tag => key!(preview.step_tag),
        PreviewStep::ContactTag => key!(preview.step_contact_tag),
        PreviewStep::Customer => key!(preview.step_customer),
        PreviewStep::Order => key!(preview.step_order),
        PreviewStep::Unknown => key!(preview.other),
    }
}

/// How a value was adjusted.
pub fn adjustment(code: AdjustmentCode) -> Key {
    match code {
        AdjustmentCode::LeftOut => key!(preview.left_out),
        AdjustmentCode::Replaced => key!(preview.replaced),
        AdjustmentCode::Cleaned => key!(preview.cleaned),
        AdjustmentCode::Cut => key!(preview.cut),
        AdjustmentCode::Rounded => key!(preview.rounded),
        AdjustmentCode::Discount => key!(preview.made_discount),
        AdjustmentCode::Quantity => key!(preview.quantity),
        AdjustmentCode::Address => key!(preview.address),
        AdjustmentCode::Spelling => key!(preview.spelling),
        AdjustmentCode::TimeZone => key!(preview.time_zone),
        AdjustmentCode::Future => key!(preview.future),
        AdjustmentCode::Duplicate => key!(preview.duplicate),
        AdjustmentCode::Encoding => key!(preview.encoding),
        AdjustmentCode::Shape => key!(preview.shape),
    }
}
