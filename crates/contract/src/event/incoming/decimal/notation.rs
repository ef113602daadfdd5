//! The notations of a number: JSON's, and those that people use.

use std::borrow::Cow;

use super::Decimal;
use crate::event::{Currency, ItemCode};

impl Decimal {
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
fn separate(text: &str) -> Option<(Cow<'_, str>, &str)> {
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
