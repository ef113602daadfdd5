use serde::{Deserialize, Serialize};

use super::{Currency, Email, ExternalId, Line, Moment, Money, Text, WebUrl};

/// An order whose fields are all valid. Its JSON is the stored form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "OrderSent says what each is")]
pub struct Order {
    pub id: ExternalId,
    pub number: Text,
    pub placed_at: Moment,
    /// When the order last changed; not in the future at the time of submission.
    pub updated_at: Moment,
    /// `updated_at` as submitted; orders the versions of one order.
    pub version: Moment,
    /// `None` when the submitted value was not a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart_id: Option<ExternalId>,
    pub currency: Currency,
    pub total: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<Text>,
    /// When the order was cancelled; a cancelled order is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Moment>,
    /// Whether the order is historical; a historical order starts no automation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    pub billing: Billing,
    /// May be empty.
    pub lines: Vec<Line>,
    /// The named parts of `discount`: negative lines, and submitted discounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
}

/// The person who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "BillingSent says what each is")]
pub struct Billing {
    pub first_name: Text,
    pub last_name: Text,
    pub email: Email,
}

/// A discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// The name of the discount.
    pub name: Text,
    /// The amount, as a positive number.
    pub amount: Money,
}

impl Discount {
    /// The default name of a discount, in the language of the shop's back office.
    pub(super) fn unnamed() -> Text {
        Text::literal("Sconto")
    }
}
