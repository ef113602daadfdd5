mod cost;
mod product;

use serde_json::value::RawValue;

use super::{
    object::{Object, Value, list},
    place::Place,
    reading::Reading,
};
use crate::event::{AdjustmentCode, Currency, Discount, ItemCode, Line, MAX_LINES, Money};
use cost::{Cost, with_part};
use product::Product;

/// The parsed lines of an order or a cart.
#[derive(Default)]
pub(super) struct Lines {
    pub lines: Vec<Line>,
    /// The lines with a negative amount.
    pub discounts: Vec<Discount>,
    /// Whether an unreadable line was dropped.
    pub unreadable: bool,
}

/// The result of parsing one line.
enum Read {
    Line(Line),
    Discount(Discount),
    /// The quantity is zero.
    Nothing,
}

/// Parses the lines of an item; empty when the field is not a list.
pub(super) fn read(
    item: &Object<'_>,
    reading: &mut Reading<'_>,
    currency: Currency,
) -> Option<Lines> {
    let field = item.field(&Place::Item, "lines");
    let place = field.place;
    if field.value.is_nothing() {
        return Some(Lines::default());
    }
    let raw = reading.optional(field, |_, field| match &field.value {
        Value::Nested(raw) => Ok(*raw),
        _ => Err(ItemCode::WrongType),
    });
    let Some(raw) = raw else {
        return Some(Lines {
            unreadable: true,
            ..Lines::default()
        });
    };
    let mut items = items(raw, reading, &place);
    if items.len() > MAX_LINES {
        reading.adjust(&place, AdjustmentCode::Cut);
        items.truncate(MAX_LINES);
    }
    let mut lines = Lines::default();
    for (index, raw) in items.into_iter().enumerate() {
        let place = Place::Index(&place, index);
        let line = match Value::read(raw) {
            Value::Nested(raw) => Object::read(raw.get()),
            _ => None,
        };
        match line.and_then(|line| one(&line, &place, reading, currency)) {
            Some(Read::Line(line)) => lines.lines.push(line),
            Some(Read::Discount(discount)) => {
                reading.adjust(&place, AdjustmentCode::Discount);
                lines.discounts.push(discount);
            }
            Some(Read::Nothing) => reading.adjust(&place, AdjustmentCode::LeftOut),
            None => {
                lines.unreadable = true;
                reading.adjust(&place, AdjustmentCode::LeftOut);
            }
        }
    }
    Some(lines)
}

/// The list of lines in any submitted structure: XML and PHP converters turn a list into an object.
fn items<'a>(raw: &'a RawValue, reading: &mut Reading<'_>, place: &Place<'_>) -> Vec<&'a RawValue> {
    if let Some(items) = list(raw) {
        return items;
    }
    reading.adjust(place, AdjustmentCode::Shape);
    let numbered = Object::read(raw.get()).and_then(|object| object.as_list());
    numbered.unwrap_or_else(|| vec![raw])
}

fn one(
    line: &Object<'_>,
    place: &Place<'_>,
    reading: &mut Reading<'_>,
    currency: Currency,
) -> Option<Read> {
    let field = |name| line.field(place, name);
    let product = Product::read(line, place, reading);
    let cost = Cost::read(line, place, reading, currency)?;
    if cost.is_negative {
        let cents = cost.quantity.checked_mul(cost.unit_price.cents())?;
        return Some(Read::Discount(Discount {
            name: product
                .name
                .or(product.sku)
                .unwrap_or_else(Discount::unnamed),
            amount: Money::from_cents(cents).ok()?,
        }));
    }
    if cost.quantity == 0 {
        return Some(Read::Nothing);
    }
    let (product_id, sku, name) = product.complete(place, reading)?;
    let name = match cost.part {
        None => name,
        Some(part) => {
            reading.adjust(&field("quantity").place, AdjustmentCode::Quantity);
            with_part(&name, &part)?
        }
    };
    Some(Read::Line(Line {
        product_id,
        sku,
        name,
        quantity: cost.quantity,
        unit_price: cost.unit_price,
        category: reading.optional(field("category"), Reading::text),
        image_url: reading.optional(field("image_url"), Reading::address),
        product_url: reading.optional(field("product_url"), Reading::address),
    }))
}
