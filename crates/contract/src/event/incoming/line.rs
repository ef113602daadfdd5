use serde_json::value::RawValue;

use super::{
    clean::{clean, cut},
    decimal::Decimal,
    object::{Object, Value, list},
    place::Place,
    reading::{MAX_CHARS, Reading},
};
use crate::event::{
    AdjustmentCode, Currency, Discount, ExternalId, ItemCode, Line, MAX_LINES, MAX_QUANTITY, Money,
    Text,
};

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

/// Quantity and unit price of a line.
struct Cost {
    quantity: i64,
    unit_price: Money,
    is_negative: bool,
    /// The original quantity, when it was fractional.
    part: Option<String>,
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

/// The named discounts.
pub(super) fn discounts(
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
    let sku = reading.optional(field("sku"), Reading::text);
    let name = reading.optional(field("name"), Reading::text);
    let product_id = product_id(line, place, reading);
    let cost = cost(line, place, reading, currency)?;
    if cost.is_negative {
        let cents = cost.quantity.checked_mul(cost.unit_price.cents())?;
        return Some(Read::Discount(Discount {
            name: name.or(sku).unwrap_or_else(Discount::unnamed),
            amount: Money::from_cents(cents).ok()?,
        }));
    }
    if cost.quantity == 0 {
        return Some(Read::Nothing);
    }
    // Identifier, SKU and name replace each other when missing: a line with a partial product name
    // is better than no line.
    let as_name = || {
        sku.clone()
            .or_else(|| product_id.as_ref().and_then(as_text))
    };
    let name = match &name {
        Some(_) => name,
        None => {
            reading.adjust(&field("name").place, AdjustmentCode::Replaced);
            as_name()
        }
    }?;
    let product_id = match product_id {
        Some(id) => id,
        None => {
            reading.adjust(&field("product_id").place, AdjustmentCode::Replaced);
            as_id(sku.as_ref().unwrap_or(&name))?
        }
    };
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

/// The product's identifier. A long one is truncated, because no record is looked up by it.
fn product_id(
    line: &Object<'_>,
    place: &Place<'_>,
    reading: &mut Reading<'_>,
) -> Option<ExternalId> {
    let field = line.field(place, "product_id");
    let place = field.place;
    reading.optional(field, |reading, field| match reading.id(field) {
        Err(ItemCode::TooLong) => {
            let Value::Text(text) = &field.value else {
                return Err(ItemCode::TooLong);
            };
            reading.adjust(&place, AdjustmentCode::Cut);
            ExternalId::parse(&clean(text, MAX_CHARS).text)
        }
        read => read,
    })
}

fn cost(
    line: &Object<'_>,
    place: &Place<'_>,
    reading: &mut Reading<'_>,
    currency: Currency,
) -> Option<Cost> {
    let price = line.field(place, "unit_price");
    let price_place = price.place;
    let price = reading.optional(price, |reading, field| {
        reading.number(field, Some(currency))
    })?;
    let quantity = line.field(place, "quantity");
    let quantity_place = quantity.place;
    let quantity = reading.optional(quantity, |reading, field| reading.number(field, None));
    // The product was bought at least once.
    let quantity = quantity.unwrap_or_else(|| {
        reading.adjust(&quantity_place, AdjustmentCode::Replaced);
        Decimal::ONE
    });
    let product = quantity.times(price);
    let is_negative =
        quantity.is_negative() != price.is_negative() && !quantity.is_zero() && !price.is_zero();
    let whole = quantity.whole().and_then(|it| i64::try_from(it).ok());
    match whole.filter(|whole| (0..=MAX_QUANTITY).contains(whole)) {
        // A discount is one amount, whatever its quantity.
        _ if is_negative => Some(Cost {
            quantity: 1,
            unit_price: product.ok()?.money(currency).ok()?.0,
            is_negative,
            part: None,
        }),
        Some(quantity) => Some(Cost {
            quantity,
            unit_price: reading.rounded(price, currency, &price_place).ok()?,
            is_negative,
            part: None,
        }),
        None => Some(Cost {
            quantity: 1,
            unit_price: product.ok()?.money(currency).ok()?.0,
            is_negative,
            part: Some(quantity.with_comma()),
        }),
    }
}

/// Appends the quantity to a name: `Tessuto (1,5)`.
fn with_part(name: &Text, part: &str) -> Option<Text> {
    let part: String = part.chars().take(40).collect();
    let part = format!(" ({part})");
    let name = cut(name.as_str(), MAX_CHARS - part.chars().count());
    Text::parse_filled(&format!("{name}{part}")).ok()
}

fn as_text(id: &ExternalId) -> Option<Text> {
    Text::parse_filled(id.as_str()).ok()
}

fn as_id(text: &Text) -> Option<ExternalId> {
    ExternalId::parse(text.as_str()).ok()
}
