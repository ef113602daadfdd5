//! What ActiveCampaign gets for an order, shown before anything is sent.

use serde::{Deserialize, Serialize};

use crate::AdjustmentCode;

/// Where the shown order comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PreviewSource {
    /// The last order that the site submitted since the preview was requested.
    Order,
    /// A built-in example: no order was submitted since.
    Example,
}

/// A field of the order or of its contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PreviewFieldName {
    /// The contact's e-mail address.
    Email,
    /// The contact's first name.
    FirstName,
    /// The contact's last name.
    LastName,
    /// The order number.
    Number,
    /// When the order was placed: RFC 3339, UTC.
    PlacedAt,
    /// When the order last changed: RFC 3339, UTC.
    UpdatedAt,
    /// The page of the order in the shop.
    Url,
    /// The total, as a decimal.
    Total,
    /// The shipping costs, as a decimal.
    Shipping,
    /// The tax, as a decimal.
    Tax,
    /// The sum of all discounts, as a decimal.
    Discount,
    /// The name of the shipping method.
    ShippingMethod,
    /// A field of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// A field as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewField {
    /// The field.
    pub name: PreviewFieldName,
    /// Its value.
    pub value: String,
    /// How the submitted value was adjusted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjusted: Vec<AdjustmentCode>,
}

/// A line of the order as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewLine {
    /// The product's name.
    pub name: String,
    /// The quantity.
    pub quantity: i64,
    /// The unit price, as a decimal.
    pub unit_price: String,
    /// How the submitted line was adjusted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjusted: Vec<AdjustmentCode>,
}

/// A named discount as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewDiscount {
    /// The name.
    pub name: String,
    /// The amount, as a positive decimal.
    pub amount: String,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PreviewStep {
    /// Creates or updates the contact. Left out while the contact's names are up to date.
    Contact,
    /// Creates the tag. Left out when the tag exists.
    Tag,
    /// Adds the tag to the contact, when the contact is new.
    ContactTag,
    /// Creates the customer. Left out when the customer exists.
    Customer,
    /// Creates the order.
    Order,
    /// A step of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// A request to ActiveCampaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewRequest {
    /// What it is for.
    pub step: PreviewStep,
    /// The HTTP method.
    pub method: String,
    /// The path, for example `/api/3/ecomOrders`.
    pub path: String,
    /// The body: JSON, indented. Ids that ActiveCampaign has not assigned yet are `…`.
    pub body: String,
}

/// The response of `GET /api/v1/accounts/{id}/preview`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Where the order comes from.
    pub source: PreviewSource,
    /// When the order was submitted: RFC 3339, UTC; `None` for the example.
    pub arrived_at: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The fields of the contact and of the order.
    pub fields: Vec<PreviewField>,
    /// The lines.
    pub lines: Vec<PreviewLine>,
    /// The named discounts.
    pub discounts: Vec<PreviewDiscount>,
    /// The tag of a new contact.
    pub tag: String,
    /// Adjustments of parts that are not shown, for example of lines that were left out.
    pub other_adjusted: Vec<AdjustmentCode>,
    /// The requests, in their order, for a customer whom ActiveCampaign does not know.
    pub requests: Vec<PreviewRequest>,
}
