use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Currency, ItemCode};

/// The digits before the point that are taken: more than any order, less than 64 bits hold.
const MAX_DIGITS: usize = 12;
/// The largest amount: that many digits of the main unit.
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
    /// Reads a decimal such as `12`, `12.5` or `12.50`. Zeros at the end do not count; other
    /// decimals beyond the currency's own are refused, for they would be lost in silence.
    ///
    /// # Errors
    /// [`ItemCode::Required`], [`ItemCode::InvalidAmount`], [`ItemCode::TooPrecise`] or
    /// [`ItemCode::TooLarge`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, ItemCode> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(ItemCode::InvalidAmount),
            Some((whole, decimals)) => (whole, decimals),
            None if text.is_empty() => return Err(ItemCode::Required),
            None => (text, ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(ItemCode::InvalidAmount);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > currency.decimals() {
            return Err(ItemCode::TooPrecise);
        }
        if whole.trim_start_matches('0').len() > MAX_DIGITS {
            return Err(ItemCode::TooLarge);
        }
        let digit =
            |place: usize| i64::from(decimals.as_bytes().get(place).map_or(0, |d| d - b'0'));
        let whole = whole.parse::<i64>().map_err(|_| ItemCode::TooLarge)?;
        let rounded_up = i64::from(digit(2) >= 5);
        Ok(Self(whole * 100 + digit(0) * 10 + digit(1) + rounded_up))
    }

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

    fn cents(text: &str, currency: &str) -> Result<i64, ItemCode> {
        Money::parse(text, Currency::parse(currency).unwrap()).map(Money::cents)
    }

    #[test]
    fn every_price_from_a_cent_to_ten_thousand_is_exact() {
        for expected in 1..=1_000_000_i64 {
            let text = format!("{}.{:02}", expected / 100, expected % 100);
            assert_eq!(cents(&text, "EUR"), Ok(expected), "{text}");
        }
    }

    #[test]
    fn prices_are_written_with_as_many_decimals_as_there_are() {
        for (text, expected) in [
            ("0", 0),
            ("0.29", 29),
            ("12", 1200),
            ("12.5", 1250),
            ("12.500", 1250),
            ("007.10", 710),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            assert_eq!(cents(text, "EUR"), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_currency_without_decimals_is_sent_in_hundredths_too() {
        assert_eq!(cents("1500", "JPY"), Ok(150_000));
        assert_eq!(cents("1500.00", "JPY"), Ok(150_000));
        assert_eq!(cents("1500.5", "JPY"), Err(ItemCode::TooPrecise));
        for yen in 1..=10_000 {
            assert_eq!(cents(&yen.to_string(), "JPY"), Ok(yen * 100));
        }
    }

    #[test]
    fn a_currency_with_three_decimals_is_rounded_to_hundredths_half_up() {
        for mils in 0..=10_000_000_i64 {
            if mils % 7 != 0 && mils > 20_000 {
                continue;
            }
            let text = format!("{}.{:03}", mils / 1000, mils % 1000);
            assert_eq!(cents(&text, "KWD"), Ok((mils + 5) / 10), "{text}");
        }
        assert_eq!(cents("1.2345", "KWD"), Err(ItemCode::TooPrecise));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        use ItemCode::{InvalidAmount, Required, TooLarge, TooPrecise};
        for (text, code) in [
            ("", Required),
            (".5", InvalidAmount),
            ("5.", InvalidAmount),
            ("-1", InvalidAmount),
            ("+1", InvalidAmount),
            ("1,50", InvalidAmount),
            ("1e3", InvalidAmount),
            (" 1", InvalidAmount),
            ("1.2.3", InvalidAmount),
            ("١", InvalidAmount),
            ("NaN", InvalidAmount),
            ("0.295", TooPrecise),
            ("1000000000000", TooLarge),
        ] {
            assert_eq!(cents(text, "EUR"), Err(code), "{text}");
        }
    }
}
