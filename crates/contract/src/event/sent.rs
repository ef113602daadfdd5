//! The documented format of submissions, for the OpenAPI document only. [`super::Reader`] accepts
//! more than this.

use utoipa::ToSchema;

use super::SynchronisationKind;

/// An order. Fields that are not listed are ignored. `null`, an empty text and a missing field are
/// equivalent. Numbers may be texts, and texts may be numbers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct OrderSent {
    /// Passweb's identifier of the order: 1 to 255 characters.
    id: String,
    /// The number that customer and merchant know; when missing, the identifier is used.
    number: Option<String>,
    /// When the order was placed: RFC 3339. Without an offset, in the site's time zone.
    placed_at: String,
    /// When the order last changed; the newer of two versions wins. When missing, `placed_at`.
    updated_at: Option<String>,
    /// The page of the order on the site.
    url: Option<String>,
    /// The cart that became this order; that cart is no longer abandoned.
    cart_id: Option<String>,
    /// ISO 4217.
    currency: String,
    /// The total to pay, tax and shipping included, as a decimal; not negative.
    total: String,
    /// The shipping costs within the total.
    shipping: Option<String>,
    /// The tax within the total.
    tax: Option<String>,
    /// The sum of all discounts.
    discount: Option<String>,
    /// The named discounts.
    discounts: Option<Vec<DiscountSent>>,
    /// The name of the shipping method.
    shipping_method: Option<String>,
    /// When the order was cancelled; a cancelled order is withdrawn.
    cancelled_at: Option<String>,
    /// Whether the order is historical: it starts no automation and is sent after all new items.
    history: Option<bool>,
    /// The person who pays.
    billing: BillingSent,
    /// The products; only the first 500 lines are accepted.
    lines: Option<Vec<LineSent>>,
}

/// The person who pays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct BillingSent {
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// E-mail address; the identity of the person.
    email: String,
}

/// An abandoned cart. The rules for an order's fields apply.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct CartSent {
    /// Passweb's identifier of the cart: 1 to 255 characters.
    id: String,
    /// When the cart was abandoned: RFC 3339. When missing, `updated_at`.
    abandoned_at: Option<String>,
    /// When the cart last changed; the newer of two versions wins. When missing, `abandoned_at`.
    updated_at: Option<String>,
    /// The URL that restores this cart on the site. Required unless the cart was emptied.
    recovery_url: Option<String>,
    /// ISO 4217.
    currency: String,
    /// The total of the cart, as a decimal.
    total: String,
    /// The owner of the cart.
    customer: ShopperSent,
    /// The products. A cart without lines was emptied and is withdrawn.
    lines: Option<Vec<LineSent>>,
    /// The discounts.
    discounts: Option<Vec<DiscountSent>>,
}

/// The owner of a cart.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct ShopperSent {
    /// Passweb's identifier of the customer.
    id: Option<String>,
    /// Whether the customer is a registered user; only carts of registered users are sent.
    registered: bool,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// E-mail address; a cart without one is not sent.
    email: Option<String>,
}

/// A line of an order or a cart. A line with a negative amount is a discount.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct LineSent {
    /// Passweb's identifier of the product.
    product_id: String,
    /// The merchant's product code.
    sku: Option<String>,
    /// The product's name.
    name: String,
    /// Quantity. ActiveCampaign accepts whole numbers only: 1.5 is sent as 1 at the amount of the
    /// line, with the quantity in the name.
    quantity: f64,
    /// The unit price, as a decimal; rounded half up to the currency's decimals.
    unit_price: String,
    /// The product's category.
    category: Option<String>,
    /// URL of the product's image.
    image_url: Option<String>,
    /// URL of the product's page.
    product_url: Option<String>,
}

/// A discount.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct DiscountSent {
    /// The name of the discount.
    name: Option<String>,
    /// The amount, as a positive decimal.
    amount: String,
}

/// The end of a synchronisation: it releases the carts submitted before it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct SynchronisationSent {
    /// Passweb's identifier of the synchronisation; a repeated identifier changes nothing.
    id: String,
    /// The kind of synchronisation; both kinds release the carts.
    kind: Option<SynchronisationKind>,
    /// When the synchronisation ended: RFC 3339.
    ended_at: String,
}
