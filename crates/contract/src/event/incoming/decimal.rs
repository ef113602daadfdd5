mod notation;
#[cfg(test)]
mod tests;

use crate::event::{Currency, ItemCode, Money};

/// The maximum number of digits before the point; more than any order has.
const MAX_WHOLE: i64 = 12;
/// The maximum number of digits kept after the point. Further digits cannot change a half-up
/// rounding to fewer decimals.
const MAX_FRACTION: i64 = 10;

/// A decimal number, parsed digit by digit without binary floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Never `true` for zero.
    negative: bool,
    coefficient: u128,
    /// How many digits of the coefficient follow the point.
    scale: u32,
    /// Whether non-zero digits beyond the kept ones were dropped.
    truncated: bool,
}

impl Decimal {
    pub const ONE: Self = Self {
        negative: false,
        coefficient: 1,
        scale: 0,
        truncated: false,
    };

    fn of_digits(
        negative: bool,
        whole: &str,
        fraction: &str,
        exponent: i64,
    ) -> Result<Self, ItemCode> {
        let digits = || whole.bytes().chain(fraction.bytes());
        let zeros = digits().take_while(|digit| *digit == b'0').count();
        let significant = digits().count() - zeros;
        let zero = Self {
            negative: false,
            coefficient: 0,
            scale: 0,
            truncated: significant > 0,
        };
        // The position of the point, counted from the first non-zero digit.
        let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX / 4);
        let point = count(whole.len()) - count(zeros) + exponent;
        if significant == 0 || point < -MAX_FRACTION {
            return Ok(zero);
        }
        if point > MAX_WHOLE {
            return Err(ItemCode::TooLarge);
        }
        let kept = usize::try_from(point + MAX_FRACTION).unwrap_or(0);
        let mut coefficient = 0_u128;
        for digit in digits().skip(zeros).take(kept) {
            coefficient = coefficient * 10 + u128::from(digit - b'0');
        }
        let after = count(significant.min(kept)) - point;
        if after < 0 {
            coefficient *= 10_u128.pow(u32::try_from(-after).unwrap_or(0));
        }
        Ok(Self {
            negative: negative && coefficient > 0,
            coefficient,
            scale: u32::try_from(after).unwrap_or(0),
            truncated: digits().skip(zeros + kept).any(|digit| digit != b'0'),
        })
    }

    pub fn is_negative(self) -> bool {
        self.negative
    }

    pub fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    /// The value, if it is a whole number.
    pub fn whole(self) -> Option<u64> {
        let unit = 10_u128.checked_pow(self.scale)?;
        let is_whole = !self.truncated && self.coefficient.is_multiple_of(unit);
        is_whole.then(|| u64::try_from(self.coefficient / unit).ok())?
    }

    /// The absolute product, and whether it is negative.
    pub fn times(self, other: Self) -> Result<Self, ItemCode> {
        let coefficient = self.coefficient.checked_mul(other.coefficient);
        let coefficient = coefficient.ok_or(ItemCode::TooLarge)?;
        Ok(Self {
            negative: self.negative != other.negative && coefficient > 0,
            coefficient,
            scale: self.scale + other.scale,
            truncated: self.truncated || other.truncated,
        })
    }

    /// The absolute amount, rounded half up to the currency's decimals and ActiveCampaign's
    /// hundredths, and whether the number had more decimals than the currency.
    pub fn money(self, currency: Currency) -> Result<(Money, bool), ItemCode> {
        let decimals = u32::try_from(currency.decimals()).unwrap_or(2);
        let cents = round(self.coefficient, self.scale, decimals.min(2))?;
        let exact = self.scale <= decimals
            || (!self.truncated
                && self
                    .coefficient
                    .is_multiple_of(10_u128.pow(self.scale - decimals)));
        let cents = cents * 10_u128.pow(2 - decimals.min(2));
        let cents = i64::try_from(cents).map_err(|_| ItemCode::TooLarge)?;
        Ok((Money::from_cents(cents)?, !exact))
    }

    /// Italian notation without trailing zeros: `1,5`.
    pub fn with_comma(self) -> String {
        let digits = format!(
            "{:0>width$}",
            self.coefficient,
            width = self.scale as usize + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole},{fraction}"),
        }
    }
}

/// `coefficient / 10^scale` in units of `10^-places`, rounded half up.
fn round(coefficient: u128, scale: u32, places: u32) -> Result<u128, ItemCode> {
    if scale <= places {
        let unit = 10_u128.pow(places - scale);
        return coefficient.checked_mul(unit).ok_or(ItemCode::TooLarge);
    }
    let unit = 10_u128
        .checked_pow(scale - places)
        .ok_or(ItemCode::TooLarge)?;
    let (units, rest) = (coefficient / unit, coefficient % unit);
    Ok(units + u128::from(rest >= unit - rest))
}
