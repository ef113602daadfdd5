//! Amounts, quantities and their currency.

use super::Reading;
use crate::event::{
    AdjustmentCode, Currency, ItemCode, Money,
    incoming::{
        decimal::Decimal,
        object::{Field, Value},
        place::Place,
    },
};

impl Reading<'_> {
    pub fn currency(&mut self, field: &Field<'_, '_>) -> Result<Currency, ItemCode> {
        let text = match &field.value {
            Value::Text(text) => text,
            Value::Number(digits) => *digits,
            _ => return Err(ItemCode::WrongType),
        };
        let (currency, respelled) = Currency::read(text)?;
        if respelled {
            self.adjust(&field.place, AdjustmentCode::Spelling);
        }
        Ok(currency)
    }

    /// Parses an amount of any sign, not yet rounded.
    pub fn number(
        &mut self,
        field: &Field<'_, '_>,
        currency: Option<Currency>,
    ) -> Result<Decimal, ItemCode> {
        match &field.value {
            Value::Number(digits) => Decimal::read(digits, None),
            Value::Text(text) => Decimal::read(text, currency),
            _ => Err(ItemCode::WrongType),
        }
    }

    /// Parses an essential amount.
    pub fn total(&mut self, field: Field<'_, '_>, currency: Currency) -> Option<Money> {
        self.essential(field, |reading, field| reading.money(field, currency))
    }

    /// Parses an optional amount.
    pub fn amount(&mut self, field: Field<'_, '_>, currency: Currency) -> Option<Money> {
        self.optional(field, |reading, field| reading.money(field, currency))
    }

    /// Parses an amount that is not negative after rounding: sums of binary floats may be -0.0001.
    fn money(&mut self, field: &Field<'_, '_>, currency: Currency) -> Result<Money, ItemCode> {
        let number = self.number(field, Some(currency))?;
        if number.is_negative() && number.money(currency)?.0 != Money::default() {
            return Err(ItemCode::InvalidAmount);
        }
        self.rounded(number, currency, &field.place)
    }

    /// Rounds an amount and drops its sign.
    pub fn rounded(
        &mut self,
        number: Decimal,
        currency: Currency,
        place: &Place<'_>,
    ) -> Result<Money, ItemCode> {
        let (money, rounded) = number.money(currency)?;
        if rounded {
            self.adjust(place, AdjustmentCode::Rounded);
        }
        Ok(money)
    }
}
