use serde::{Deserialize, Serialize};

use super::ItemCode;

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Reads a code of three capital letters.
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

    /// The code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals its amounts have: 2 for most, 0 for the yen, 3 for Kuwait's dinar.
    #[must_use]
    pub fn decimals(self) -> usize {
        // Gold and the like have none; nobody shops in them.
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
