//! What a line costs.

use crate::event::{
    AdjustmentCode, Currency, MAX_QUANTITY, Money, Text,
    incoming::{
        clean::cut,
        decimal::Decimal,
        object::Object,
        place::Place,
        reading::{MAX_CHARS, Reading},
    },
};

/// Quantity and unit price of a line.
pub struct Cost {
    pub quantity: i64,
    pub unit_price: Money,
    pub is_negative: bool,
    /// The original quantity, when it was fractional.
    pub part: Option<String>,
}

impl Cost {
    pub fn read(
        line: &Object<'_>,
        place: &Place<'_>,
        reading: &mut Reading<'_>,
        currency: Currency,
    ) -> Option<Self> {
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
        let is_negative = quantity.is_negative() != price.is_negative()
            && !quantity.is_zero()
            && !price.is_zero();
        let whole = quantity.whole().and_then(|it| i64::try_from(it).ok());
        match whole.filter(|whole| (0..=MAX_QUANTITY).contains(whole)) {
            // A discount is one amount, whatever its quantity.
            _ if is_negative => Some(Self {
                quantity: 1,
                unit_price: product.ok()?.money(currency).ok()?.0,
                is_negative,
                part: None,
            }),
            Some(quantity) => Some(Self {
                quantity,
                unit_price: reading.rounded(price, currency, &price_place).ok()?,
                is_negative,
                part: None,
            }),
            None => Some(Self {
                quantity: 1,
                unit_price: product.ok()?.money(currency).ok()?.0,
                is_negative,
                part: Some(quantity.with_comma()),
            }),
        }
    }
}

/// Appends the quantity to a name: `Tessuto (1,5)`.
pub fn with_part(name: &Text, part: &str) -> Option<Text> {
    let part: String = part.chars().take(40).collect();
    let part = format!(" ({part})");
    let name = cut(name.as_str(), MAX_CHARS - part.chars().count());
    Text::parse_filled(&format!("{name}{part}")).ok()
}
