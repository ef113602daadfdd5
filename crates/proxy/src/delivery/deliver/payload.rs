//! The payload of an order or a cart: the fields sent to ActiveCampaign.

use contract::{
    event::{
        Cart, Discount, Email, IncomingCart, Line, Moment, Order, Reader, Rejection, Stored, Text,
        WebUrl, read_stored,
    },
    transfer::TransferKind,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    activecampaign::{Record, Who},
    store::{CustomerKey, Work},
};

/// The stored order or cart of an item.
#[derive(Debug)]
pub(super) enum Payload {
    Order(Box<Order>),
    Cart(Box<OpenCart>),
}

/// A cart with the e-mail address of its owner.
#[derive(Debug)]
pub(super) struct OpenCart {
    cart: Cart,
    email: Email,
    /// The cart's `externalcheckoutid` in ActiveCampaign.
    pub checkout_id: String,
}

impl OpenCart {
    /// Whether the cart was abandoned again after the order that `record` became.
    pub fn is_after(&self, work: &Work, record: &Record) -> bool {
        let ordered = record.external_updated_date.parse::<Timestamp>();
        work.abandoned_again || ordered.is_ok_and(|at| self.cart.abandoned_at.timestamp() > at)
    }

    /// Another identifier for the cart, for when an order's record already uses its own.
    pub fn other_checkout_id(&self) -> String {
        // ActiveCampaign limits the identifier to 255 characters.
        let id: String = self.cart.id.as_str().chars().take(230).collect();
        format!("{id}~{}", self.cart.abandoned_at.timestamp().as_second())
    }
}

/// The stored payload is invalid. Holds the place of the error, without any value.
#[derive(Debug)]
pub(super) struct Damaged(pub String);

impl Payload {
    /// Reads the stored payload: the validated form, or the raw form that an older release stored.
    pub fn open(work: &Work) -> Result<Self, Damaged> {
        let payload = &work.payload;
        match work.kind {
            TransferKind::Order => Self::order(payload),
            TransferKind::Cart => {
                let cart: Cart = match read_stored(payload).map_err(unreadable)? {
                    Stored::Checked(cart) => cart,
                    Stored::AsHandedOver => {
                        match Reader::of_stored().cart(payload).map_err(wrong)? {
                            IncomingCart::Cart(taken) => taken.item,
                            IncomingCart::NotSent => {
                                return Err(Damaged(
                                    "the cart of an unregistered customer".to_owned(),
                                ));
                            }
                        }
                    }
                };
                let email = cart.customer.email.clone();
                let email = email.ok_or_else(|| Damaged("no e-mail address".to_owned()))?;
                let own = cart.id.as_str();
                let checkout_id = work.checkout_id.as_deref().unwrap_or(own).to_owned();
                Ok(Self::Cart(Box::new(OpenCart {
                    cart,
                    email,
                    checkout_id,
                })))
            }
        }
    }

    /// Reads a stored order.
    pub fn order(payload: &str) -> Result<Self, Damaged> {
        let order = match read_stored(payload).map_err(unreadable)? {
            Stored::Checked(order) => order,
            Stored::AsHandedOver => {
                let taken = Reader::of_stored().order(payload);
                taken.map_err(wrong)?.item
            }
        };
        Ok(Self::Order(Box::new(order)))
    }

    /// The person of the record: the billing person of an order, the owner of a cart.
    pub fn who(&self) -> Who<'_> {
        let (first_name, last_name) = match self {
            Self::Order(order) => (&order.billing.first_name, &order.billing.last_name),
            Self::Cart(open) => (
                &open.cart.customer.first_name,
                &open.cart.customer.last_name,
            ),
        };
        Who {
            email: self.email().as_str(),
            first_name: first_name.as_str(),
            last_name: last_name.as_str(),
        }
    }

    /// The key under which the person is stored.
    pub fn customer_key(&self) -> CustomerKey {
        CustomerKey::of(self.email())
    }

    /// All fields of a new record. A `live` record starts automations.
    pub fn new_fields(&self, connection: &str, customer: &str, live: bool) -> Value {
        let mut fields = self.fields();
        let created = match self {
            Self::Order(order) => order.placed_at,
            Self::Cart(open) => open.cart.abandoned_at,
        };
        fields.extend([
            // 1 is a live record: it appears on the dashboard and starts automations. 0 is history.
            ("source".to_owned(), json!(u8::from(live))),
            ("connectionid".to_owned(), connection.into()),
            ("customerid".to_owned(), customer.into()),
            ("email".to_owned(), self.email().as_str().into()),
            ("externalCreatedDate".to_owned(), date(created).into()),
        ]);
        Value::Object(fields)
    }

    /// The fields of an update. They exclude the person: an update cannot move a record to another
    /// customer.
    pub fn changed_fields(&self) -> Value {
        Value::Object(self.fields())
    }

    /// Whether ActiveCampaign's record already holds this version.
    pub fn is(&self, record: &Record) -> bool {
        let (total, updated) = match self {
            Self::Order(order) => (order.total, order.updated_at),
            Self::Cart(open) => (open.cart.total, open.cart.updated_at),
        };
        let cents = match &record.total_price {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        let date = record.external_updated_date.parse::<Timestamp>();
        let same_time = date.is_ok_and(|date| date.as_microsecond() == updated.microseconds());
        cents == Some(total.cents()) && same_time
    }

    fn email(&self) -> &Email {
        match self {
            Self::Order(order) => &order.billing.email,
            Self::Cart(open) => &open.email,
        }
    }

    fn fields(&self) -> Map<String, Value> {
        let fields = match self {
            Self::Order(order) => order_fields(order),
            Self::Cart(open) => cart_fields(open),
        };
        match fields {
            Value::Object(mut fields) => {
                // A missing URL is left out.
                fields.retain(|_, value| !value.is_null());
                fields
            }
            _ => Map::new(),
        }
    }
}

fn order_fields(order: &Order) -> Value {
    let cents = |amount: Option<contract::event::Money>| amount.map_or(0, |amount| amount.cents());
    json!({
        "externalid": order.id.as_str(),
        "orderNumber": order.number.as_str(),
        "orderUrl": order.url.as_ref().map(WebUrl::as_str),
        "currency": order.currency.code(),
        "totalPrice": order.total.cents(),
        "shippingAmount": cents(order.shipping),
        "taxAmount": cents(order.tax),
        "discountAmount": cents(order.discount),
        "shippingMethod": order.shipping_method.as_ref().map_or("", Text::as_str),
        "externalUpdatedDate": date(order.updated_at),
        "orderProducts": lines(&order.lines),
        "orderDiscounts": discounts(&order.discounts),
    })
}

fn cart_fields(open: &OpenCart) -> Value {
    let cart = &open.cart;
    json!({
        "externalcheckoutid": open.checkout_id,
        // The URL that restores this cart.
        "orderUrl": cart.recovery_url.as_ref().map(WebUrl::as_str),
        "currency": cart.currency.code(),
        "totalPrice": cart.total.cents(),
        "abandonedDate": date(cart.abandoned_at),
        "externalUpdatedDate": date(cart.updated_at),
        "orderProducts": lines(&cart.lines),
        "orderDiscounts": discounts(&cart.discounts),
    })
}

fn lines(lines: &[Line]) -> Vec<Value> {
    let line = |line: &Line| {
        let mut fields = json!({
            "externalid": line.product_id.as_str(),
            "name": line.name.as_str(),
            "price": line.unit_price.cents(),
            "quantity": line.quantity,
        });
        let texts = [
            ("sku", line.sku.as_ref().map(Text::as_str)),
            ("category", line.category.as_ref().map(Text::as_str)),
            ("imageUrl", line.image_url.as_ref().map(|url| url.as_str())),
            (
                "productUrl",
                line.product_url.as_ref().map(|url| url.as_str()),
            ),
        ];
        for (field, text) in texts {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                fields[field] = text.into();
            }
        }
        fields
    };
    lines.iter().map(line).collect()
}

fn discounts(discounts: &[Discount]) -> Vec<Value> {
    let discount = |discount: &Discount| {
        json!({
            "name": discount.name.as_str(),
            "type": "order",
            "discountAmount": discount.amount.cents(),
        })
    };
    discounts.iter().map(discount).collect()
}

/// ISO 8601 with an offset, as ActiveCampaign requires. Never in the future: ActiveCampaign refuses
/// a cart whose time is ahead of its own clock.
fn date(moment: Moment) -> String {
    let moment = moment.timestamp().min(Timestamp::now());
    moment.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// Reports the position of the error only, because serde's message may repeat a value.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unreadable(error: serde_json::Error) -> Damaged {
    Damaged(format!("line {}, column {}", error.line(), error.column()))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn wrong(rejection: Rejection) -> Damaged {
    let errors = rejection.errors.iter();
    let fields: Vec<&str> = errors.map(|error| error.pointer.as_str()).collect();
    Damaged(fields.join(", "))
}
