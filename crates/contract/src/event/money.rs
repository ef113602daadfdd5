use std::fmt;

use serde::{Deserialize, Serialize};

use super::ItemCode;

/// The maximum amount: twelve digits of the main unit. Above any order, and below the limit of 64
/// bits.
const MAX_CENTS: i64 = 99_999_999_999_999;

/// An amount in hundredths of the currency's main unit, never negative.
///
/// This is ActiveCampaign's unit "cents": its documentation reads "in cents, `$456.78` => `45678`"
/// without an exception for any currency, and its pages divide by a hundred. So the yen, which has
/// no decimals, is multiplied by a hundred (`1500` → `150000`), and dinars, which have three
/// decimals, are rounded half up to two (`1.235` → `124`): the API cannot express finer amounts.
/// All other amounts are exact, because digits are parsed without floating point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money(i64);

impl Money {
    /// The maximum amount.
    pub const MAX: Self = Self(MAX_CENTS);

    /// An amount from hundredths.
    ///
    /// # Errors
    /// [`ItemCode::InvalidAmount`] when it is negative, [`ItemCode::TooLarge`].
    pub fn from_cents(cents: i64) -> Result<Self, ItemCode> {
        match cents {
            ..0 => Err(ItemCode::InvalidAmount),
            0..=MAX_CENTS => Ok(Self(cents)),
            _ => Err(ItemCode::TooLarge),
        }
    }

    /// The amount in hundredths, the unit of ActiveCampaign's API.
    #[must_use]
    pub fn cents(self) -> i64 {
        self.0
    }
}

/// A decimal with two places for every currency: `29.90`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

impl TryFrom<String> for Money {
    type Error = ItemCode;

    fn try_from(text: String) -> Result<Self, ItemCode> {
        let (whole, cents) = text.split_once('.').ok_or(ItemCode::InvalidAmount)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || cents.len() != 2 || !digits(whole) || !digits(cents) {
            return Err(ItemCode::InvalidAmount);
        }
        let whole: i64 = whole.parse().map_err(|_| ItemCode::TooLarge)?;
        let cents: i64 = cents.parse().map_err(|_| ItemCode::InvalidAmount)?;
        Self::from_cents(whole.saturating_mul(100).saturating_add(cents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_is_written_is_read_again() {
        for cents in [0, 1, 99, 100, 2990, MAX_CENTS] {
            let money = Money::from_cents(cents).unwrap();
            assert_eq!(Money::try_from(money.to_string()), Ok(money));
        }
        for text in [
            "",
            "29",
            "29.9",
            "-1.00",
            "29.900",
            ".00",
            "1000000000000.00",
        ] {
            assert!(Money::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
