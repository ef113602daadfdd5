use serde::{Deserialize, Serialize};

use super::{Currency, Email, ExternalId, Line, Moment, Money, Text, WebUrl};

/// An order whose every field was checked. In JSON it is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "OrderSent says what each is")]
pub struct Order {
    pub id: ExternalId,
    pub number: Text,
    pub placed_at: Moment,
    /// When it last changed; never in the future when it was taken.
    pub updated_at: Moment,
    /// `updated_at` as it was handed over: by it two versions are compared.
    pub version: Moment,
    /// Left out when it was no address.
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
    /// Since when it is cancelled: it is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Moment>,
    /// Whether it is an old order, which starts no automation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    pub billing: Billing,
    /// Perhaps none.
    pub lines: Vec<Line>,
    /// What of `discount` has a name: each was a negative line, or was handed over as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
}

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "BillingSent says what each is")]
pub struct Billing {
    pub first_name: Text,
    pub last_name: Text,
    pub email: Email,
}

/// Something that was taken off an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// What it is called.
    pub name: Text,
    /// How much it is, as a positive amount.
    pub amount: Money,
}

impl Discount {
    /// The name of a discount that has none, in the language of the shop's back office.
    pub(super) fn unnamed() -> Text {
        Text::literal("Sconto")
    }
}
