use serde::{Deserialize, Serialize};

use super::{Currency, ExternalId, ItemCode, Money, Text, WebUrl, item_error::Check};

/// How many lines an order or a cart holds at most.
const MAX_LINES: usize = 500;
/// The largest quantity.
const MAX_QUANTITY: i64 = 1_000_000_000;

/// A line of an order or a cart as sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineSent {
    /// Passweb's identifier of the product.
    pub product_id: String,
    /// The merchant's code of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Its name.
    pub name: String,
    /// How many, from 1 on. ActiveCampaign knows whole numbers only.
    pub quantity: i64,
    /// The price of one, as a decimal.
    pub unit_price: String,
    /// The category it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Where its picture is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Where its page is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_url: Option<String>,
}

/// A line of an order or a cart.
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

/// Checks every line of a list.
pub(super) fn validate_all(
    lines: &[LineSent],
    currency: Option<Currency>,
    check: &mut Check,
) -> Option<Vec<Line>> {
    let number = match lines.len() {
        ..=MAX_LINES => Ok(()),
        _ => Err(ItemCode::TooMany),
    };
    check.field("/lines", number)?;
    let checked: Vec<Option<Line>> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| line.validate(&format!("/lines/{index}"), currency, check))
        .collect();
    checked.into_iter().collect()
}

impl LineSent {
    fn validate(&self, at: &str, currency: Option<Currency>, check: &mut Check) -> Option<Line> {
        let place = |name: &str| format!("{at}/{name}");
        let product_id = check.field(&place("product_id"), ExternalId::parse(&self.product_id));
        let sku = check.optional(&place("sku"), self.sku.as_deref(), Text::parse);
        let name = check.field(&place("name"), Text::parse_filled(&self.name));
        let quantity = match self.quantity {
            ..1 => Err(ItemCode::InvalidQuantity),
            1..=MAX_QUANTITY => Ok(self.quantity),
            _ => Err(ItemCode::TooLarge),
        };
        let quantity = check.field(&place("quantity"), quantity);
        // In no currency no amount can be read; that one error is said once.
        let unit_price = currency.and_then(|currency| {
            check.field(
                &place("unit_price"),
                Money::parse(&self.unit_price, currency),
            )
        });
        let category = check.optional(&place("category"), self.category.as_deref(), Text::parse);
        let image_url = check.optional(&place("image_url"), filled(&self.image_url), WebUrl::parse);
        let product_url = filled(&self.product_url);
        let product_url = check.optional(&place("product_url"), product_url, WebUrl::parse);
        Some(Line {
            product_id: product_id?,
            sku: sku?,
            name: name?,
            quantity: quantity?,
            unit_price: unit_price?,
            category: category?,
            image_url: image_url?,
            product_url: product_url?,
        })
    }
}

/// An empty text says that there is none.
fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}
