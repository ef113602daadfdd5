use serde::{Deserialize, Serialize};

use super::{ExternalId, Money, Text, WebUrl};

/// The maximum number of lines in an order or a cart; further lines are dropped.
pub(super) const MAX_LINES: usize = 500;
/// The largest quantity.
pub(super) const MAX_QUANTITY: i64 = 1_000_000_000;

/// A line of an order or a cart whose fields are all valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "LineSent says what each is")]
pub struct Line {
    pub product_id: ExternalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Text>,
    pub name: Text,
    pub quantity: i64,
    pub unit_price: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<WebUrl>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_url: Option<WebUrl>,
}
