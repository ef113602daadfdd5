use super::{
    object::{Object, Value, list},
    place::Place,
    reading::Reading,
};
use crate::event::{AdjustmentCode, Currency, Discount, ItemCode, MAX_LINES};

/// The named discounts.
pub(super) fn read(
    item: &Object<'_>,
    reading: &mut Reading<'_>,
    currency: Currency,
) -> Vec<Discount> {
    let field = item.field(&Place::Item, "discounts");
    let place = field.place;
    let raw = reading.optional(field, |_, field| match &field.value {
        Value::Nested(raw) => list(raw).ok_or(ItemCode::WrongType),
        _ => Err(ItemCode::WrongType),
    });
    let mut discounts = Vec::new();
    for (index, raw) in raw
        .unwrap_or_default()
        .into_iter()
        .take(MAX_LINES)
        .enumerate()
    {
        let place = Place::Index(&place, index);
        let Some(discount) = Object::read(raw.get()) else {
            reading.adjust(&place, AdjustmentCode::LeftOut);
            continue;
        };
        let name = reading.optional(discount.field(&place, "name"), Reading::text);
        let amount = reading.amount(discount.field(&place, "amount"), currency);
        if let Some(amount) = amount {
            let name = name.unwrap_or_else(Discount::unnamed);
            discounts.push(Discount { name, amount });
        }
    }
    discounts
}
