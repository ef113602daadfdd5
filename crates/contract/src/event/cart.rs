use serde::{Deserialize, Serialize};

use super::{Currency, Discount, Email, ExternalId, Line, Moment, Money, Text, WebUrl};

/// An abandoned cart whose fields are all valid. Its JSON is the stored form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "CartSent says what each is")]
pub struct Cart {
    pub id: ExternalId,
    pub abandoned_at: Moment,
    /// When the cart last changed; not in the future at the time of submission.
    pub updated_at: Moment,
    /// `updated_at` as submitted; orders the versions of one cart.
    pub version: Moment,
    /// `None` only in a cart without lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_url: Option<WebUrl>,
    pub currency: Currency,
    pub total: Money,
    pub customer: Shopper,
    /// Empty when the shopper emptied the cart; the cart is then withdrawn.
    pub lines: Vec<Line>,
    /// The discounts: negative lines, and submitted discounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
}

/// The owner of the cart.
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
    /// Whether the cart was emptied and must be withdrawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
