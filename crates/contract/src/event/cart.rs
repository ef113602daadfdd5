use serde::{Deserialize, Serialize};

use super::{Currency, Discount, Email, ExternalId, Line, Moment, Money, Text, WebUrl};

/// An abandoned cart whose every field was checked. In JSON it is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "CartSent says what each is")]
pub struct Cart {
    pub id: ExternalId,
    pub abandoned_at: Moment,
    /// When it last changed; never in the future when it was taken.
    pub updated_at: Moment,
    /// `updated_at` as it was handed over: by it two versions are compared.
    pub version: Moment,
    /// Always there, but in a cart without lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_url: Option<WebUrl>,
    pub currency: Currency,
    pub total: Money,
    pub customer: Shopper,
    /// Without lines it was emptied, and is withdrawn.
    pub lines: Vec<Line>,
    /// What was taken off: each was a negative line, or was handed over as a discount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
}

/// Whose cart it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "ShopperSent says what each is")]
pub struct Shopper {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ExternalId>,
    pub registered: bool,
    pub first_name: Text,
    pub last_name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

impl Cart {
    /// Whether it was emptied: then it is withdrawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
