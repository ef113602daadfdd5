use serde::{Deserialize, Serialize};

use super::ItemCode;

/// An ISO 4217 currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Parses a code of three capital letters.
    ///
    /// # Errors
    /// [`ItemCode::Required`] or [`ItemCode::UnknownCurrency`].
    pub fn parse(code: &str) -> Result<Self, ItemCode> {
        if code.is_empty() {
            return Err(ItemCode::Required);
        }
        iso_currency::Currency::from_code(code)
            .map(Self)
            .ok_or(ItemCode::UnknownCurrency)
    }

    /// As [`Currency::parse`], in any case; also accepts ISO 4217's number, and the euro's sign and
    /// name. The flag tells whether the text was not the code itself. A sign such as `$` is
    /// ambiguous.
    pub(super) fn read(text: &str) -> Result<(Self, bool), ItemCode> {
        match Self::parse(text) {
            Err(ItemCode::UnknownCurrency) => match text.to_uppercase().as_str() {
                "€" | "EURO" => Self::parse("EUR"),
                code => Self::parse(code).or_else(|error| Self::of_number(code).ok_or(error)),
            }
            .map(|it| (it, true)),
            read => read.map(|it| (it, false)),
        }
    }

    fn of_number(text: &str) -> Option<Self> {
        let number = (text.len() == 3).then(|| text.parse().ok())??;
        iso_currency::Currency::from_numeric(number).map(Self)
    }

    /// Removes the currency's code or sign before or after an amount.
    pub(super) fn strip_from(self, text: &str) -> &str {
        let text = text.trim();
        let is_bare = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_bare(text.chars().next()) && is_bare(text.chars().next_back()) {
            return text;
        }
        let sign = self.0.symbol().to_string();
        for mark in [self.code(), sign.as_str()] {
            let begin = text.get(..mark.len());
            if begin.is_some_and(|begin| begin.eq_ignore_ascii_case(mark)) {
                return text[mark.len()..].trim();
            }
            let end = text.len().checked_sub(mark.len());
            if end
                .and_then(|end| text.get(end..))
                .is_some_and(|it| it.eq_ignore_ascii_case(mark))
            {
                return text[..text.len() - mark.len()].trim();
            }
        }
        text
    }

    /// The ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The number of decimals: 2 for most currencies, 0 for the yen, 3 for the Kuwaiti dinar.
    #[must_use]
    pub fn decimals(self) -> usize {
        // Gold and similar codes have no exponent; no shop uses them.
        self.0.exponent().map_or(2, usize::from)
    }
}

impl TryFrom<String> for Currency {
    type Error = ItemCode;

    fn try_from(code: String) -> Result<Self, ItemCode> {
        Self::parse(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}
