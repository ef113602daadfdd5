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

    /// Parses a number in JSON or human notation: `29.90`, `29,90`, `1.234,56`, `1 234.56`, `1e2`,
    /// `+5`, `€ 5`. An ambiguous number (`1,234`) is an error.
    pub fn read(text: &str, currency: Option<Currency>) -> Result<Self, ItemCode> {
        let text = match currency {
            Some(currency) => currency.strip_from(text),
            None => text.trim(),
        };
        let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, power(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = separate(mantissa).ok_or(ItemCode::InvalidAmount)?;
        Self::of_digits(negative, &whole, fraction, exponent)
    }

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

/// Parses an exponent. Values beyond a thousand are clamped.
fn power(text: &str) -> Result<i64, ItemCode> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ItemCode::InvalidAmount);
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(1_000_000);
    Ok(if text.starts_with('-') { -size } else { size })
}

/// Splits the digits before and after the decimal point or comma.
fn separate(text: &str) -> Option<(std::borrow::Cow<'_, str>, &str)> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match text.rfind(['.', ',']) {
        None => (text, ""),
        Some(at) => {
            let (whole, fraction) = (&text[..at], &text[at + 1..]);
            let separator = &text[at..=at];
            if whole.contains(separator) {
                // Thousands groups only: 1.234.567.
                (text, "")
            } else {
                let is_group = fraction.len() == 3 && is_digits(whole);
                let small = (1..=3).contains(&whole.len()) && !whole.starts_with('0');
                // `1,234` is ambiguous: 1234, or 1.234.
                if separator == "," && is_group && small {
                    return None;
                }
                (whole, fraction)
            }
        }
    };
    if !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    match is_digits(whole) {
        true => Some((whole.into(), fraction)),
        false => ungrouped(whole).map(|whole| (whole.into(), fraction)),
    }
}

/// The digits of `1.234.567`; any one character separates the groups.
fn ungrouped(text: &str) -> Option<String> {
    const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
    const MARKS: [char; 4] = ['.', ',', '\'', '\u{2019}'];
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !SPACES.contains(&separator) && !MARKS.contains(&separator) {
        return None;
    }
    let mut groups = text.split(separator);
    let first = groups
        .next()
        .filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn cents(text: &str, code: &str) -> Result<(i64, bool), ItemCode> {
        let currency = Currency::parse(code).unwrap();
        let (money, rounded) = Decimal::read(text, Some(currency))?.money(currency)?;
        Ok((money.cents(), rounded))
    }

    #[test]
    fn every_price_from_a_cent_to_ten_thousand_is_exact() {
        for expected in 1..=1_000_000_i64 {
            let text = format!("{}.{:02}", expected / 100, expected % 100);
            assert_eq!(cents(&text, "EUR"), Ok((expected, false)), "{text}");
        }
    }

    #[test]
    fn an_amount_is_read_as_people_and_programs_write_it() {
        for (text, expected) in [
            ("0", 0),
            ("0.29", 29),
            ("12", 1200),
            ("12.5", 1250),
            ("12.500", 1250),
            ("007.10", 710),
            ("29,90", 2990),
            ("0,5", 50),
            ("0,500", 50),
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1.234.567", 123_456_700),
            ("1 234,50", 123_450),
            ("1\u{a0}234", 123_400),
            ("1'234.50", 123_450),
            ("1e2", 10_000),
            ("2.99E1", 2990),
            ("2990e-2", 2990),
            ("+5", 500),
            (".5", 50),
            ("5.", 500),
            ("€ 29,90", 2990),
            ("29.90 EUR", 2990),
            ("0e999999999999", 0),
            ("1e-999999999999", 0),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            assert_eq!(cents(text, "EUR").map(|it| it.0), Ok(expected), "{text}");
        }
    }

    #[test]
    fn decimals_beyond_the_currencys_are_rounded_half_up() {
        for (text, currency, expected) in [
            ("8.1967", "EUR", 820),
            ("0.005", "EUR", 1),
            ("0.004999999999999999999999999999", "EUR", 0),
            ("0.295", "EUR", 30),
            ("29.899999999999998579", "EUR", 2990),
            ("1500.5", "JPY", 150_100),
            ("1500.49", "JPY", 150_000),
            ("1.2345", "KWD", 123),
        ] {
            assert_eq!(cents(text, currency), Ok((expected, true)), "{text}");
        }
        assert_eq!(cents("1.235", "KWD"), Ok((124, false)), "all that it has");
        assert_eq!(cents("1500.00", "JPY"), Ok((150_000, false)));
    }

    #[test]
    fn what_can_be_read_in_two_ways_or_none_is_no_amount() {
        use ItemCode::{InvalidAmount, TooLarge};
        for (text, code) in [
            ("1,234", InvalidAmount),
            ("12,345", InvalidAmount),
            ("1.2.3", InvalidAmount),
            ("1,23,456.00", InvalidAmount),
            ("1 23", InvalidAmount),
            (".", InvalidAmount),
            ("-", InvalidAmount),
            ("--5", InvalidAmount),
            ("e5", InvalidAmount),
            ("5e", InvalidAmount),
            ("5e1.5", InvalidAmount),
            ("0x10", InvalidAmount),
            ("١", InvalidAmount),
            ("NaN", InvalidAmount),
            ("Infinity", InvalidAmount),
            ("$ 5", InvalidAmount),
            ("1000000000000", TooLarge),
            ("1e999999999999999999999", TooLarge),
        ] {
            assert_eq!(cents(text, "EUR"), Err(code), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_thing_costs_its_part() {
        let euro = Currency::parse("EUR").unwrap();
        let [quantity, price] = ["1.5", "19.93"].map(|text| Decimal::read(text, None).unwrap());
        let (amount, _) = quantity.times(price).unwrap().money(euro).unwrap();
        assert_eq!(
            (amount.cents(), quantity.with_comma()),
            (2990, "1,5".to_owned())
        );
        assert_eq!(Decimal::read("0.250", None).unwrap().with_comma(), "0,25");
        assert_eq!(Decimal::read("2.0", None).unwrap().whole(), Some(2));
        assert_eq!(quantity.whole(), None);
    }
}
