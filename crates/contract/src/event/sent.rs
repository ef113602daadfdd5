//! What the Passweb server writes, for the OpenAPI document only: [`super::Reader`] takes more
//! than this.

use utoipa::ToSchema;

use super::SynchronisationKind;

/// An order. Fields that are not listed are ignored; `null`, an empty text and an absent field are
/// one and the same; numbers may be texts and texts numbers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct OrderSent {
    /// Passweb's identifier of the order: 1 to 255 characters.
    id: String,
    /// The number that customer and merchant know; without one the identifier.
    number: Option<String>,
    /// When it was placed: RFC 3339. Without an offset it is a time of the site's time zone.
    placed_at: String,
    /// When it last changed: of two versions the newer counts. Without one it is `placed_at`.
    updated_at: Option<String>,
    /// Where the order is on the site.
    url: Option<String>,
    /// The cart it was; that cart is not abandoned any more.
    cart_id: Option<String>,
    /// ISO 4217.
    currency: String,
    /// What is paid, tax and shipping included, as a decimal; not negative.
    total: String,
    /// Of it for shipping.
    shipping: Option<String>,
    /// Of it tax.
    tax: Option<String>,
    /// What was taken off in all.
    discount: Option<String>,
    /// What of it has a name.
    discounts: Option<Vec<DiscountSent>>,
    /// How it is sent.
    shipping_method: Option<String>,
    /// When it was cancelled: then it is withdrawn.
    cancelled_at: Option<String>,
    /// Whether it is an old order: no automation starts, and it goes behind everything new.
    history: Option<bool>,
    /// Who pays.
    billing: BillingSent,
    /// What was bought; of more than 500 lines the first 500 are taken.
    lines: Option<Vec<LineSent>>,
}

/// Who pays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct BillingSent {
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// E-mail address, by which the person is known.
    email: String,
}

/// An abandoned cart, read as an order is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct CartSent {
    /// Passweb's identifier of the cart: 1 to 255 characters.
    id: String,
    /// When it was left behind: RFC 3339. Without one it is `updated_at`.
    abandoned_at: Option<String>,
    /// When it last changed: of two versions the newer counts. Without one it is `abandoned_at`.
    updated_at: Option<String>,
    /// The address that restores this very cart on the site. Only an emptied cart needs none.
    recovery_url: Option<String>,
    /// ISO 4217.
    currency: String,
    /// What it would cost, as a decimal.
    total: String,
    /// Whose it is.
    customer: ShopperSent,
    /// What is in it. Without lines the cart was emptied, and is withdrawn.
    lines: Option<Vec<LineSent>>,
    /// What was taken off.
    discounts: Option<Vec<DiscountSent>>,
}

/// Whose cart it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct ShopperSent {
    /// Passweb's identifier of the customer.
    id: Option<String>,
    /// Whether it is a registered user: only their carts are sent.
    registered: bool,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// E-mail address; without one the cart is not sent.
    email: Option<String>,
}

/// A line of an order or a cart. A line of a negative amount is a discount.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct LineSent {
    /// Passweb's identifier of the product.
    product_id: String,
    /// The merchant's code of the product.
    sku: Option<String>,
    /// Its name.
    name: String,
    /// How many. ActiveCampaign has whole numbers only: of 1.5 it is told as one at the line's
    /// amount, with the quantity in its name.
    quantity: f64,
    /// The price of one, as a decimal; rounded half up to the currency's decimals.
    unit_price: String,
    /// The category it is in.
    category: Option<String>,
    /// Where its picture is.
    image_url: Option<String>,
    /// Where its page is.
    product_url: Option<String>,
}

/// Something that was taken off.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct DiscountSent {
    /// What it is called.
    name: Option<String>,
    /// How much it is, as a positive decimal.
    amount: String,
}

/// The end of a synchronisation: abandoned carts handed over so far may leave.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct SynchronisationSent {
    /// Passweb's identifier of the synchronisation: the same one again changes nothing.
    id: String,
    /// What was carried over; both let the carts leave.
    kind: Option<SynchronisationKind>,
    /// When it ended: RFC 3339.
    ended_at: String,
}
