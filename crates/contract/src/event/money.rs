use std::fmt;

use serde::{Deserialize, Serialize};

use super::ItemCode;

/// The largest amount: twelve digits of the main unit, more than any order, less than 64 bits
/// hold.
const MAX_CENTS: i64 = 99_999_999_999_999;

/// An amount in hundredths of its currency's main unit, never negative.
///
/// That is what ActiveCampaign means by "cents": its documentation says "in cents, `$456.78` =>
/// `45678`", names no exception for any currency, and its pages divide by a hundred. So the yen,
/// which has no decimals, is sent times a hundred (`1500` → `150000`), and dinars, which have
/// three, are rounded to two, half up (`1.235` → `124`): finer amounts cannot be said to it.
/// Everything else is exact, because the digits are read as digits and no float is involved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money(i64);

impl Money {
    /// The largest amount.
    pub const MAX: Self = Self(MAX_CENTS);

    /// An amount of so many hundredths.
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

    /// The amount as ActiveCampaign takes it.
    #[must_use]
    pub fn cents(self) -> i64 {
        self.0
    }
}

/// As a decimal with two places, whatever the currency: `29.90`.
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
