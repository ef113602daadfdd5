//! The parser of submitted items. The text of an item becomes an order, a cart or an end of
//! synchronisation that can be sent, together with the adjustments that were made, or a rejection.
//!
//! A defect costs the smallest possible part: an unusable optional field is dropped, not its item.
//! The essential fields of an order must be valid: id, e-mail, currency, total and time.

mod address;
mod cart;
mod clean;
mod decimal;
mod discounts;
mod line;
mod object;
mod order;
mod place;
mod reading;
mod synchronisation;
mod time;

use jiff::{Timestamp, tz::TimeZone};
use url::Url;

use super::{AdjustmentCode, Cart, Order, Rejection, Synchronisation};
use reading::Reading;

/// The inputs of parsing besides the text.
#[derive(Clone, Debug)]
pub struct Reader {
    now: Timestamp,
    zone: TimeZone,
    site: Option<Url>,
}

/// A parsed item and the adjustments made to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken<T> {
    /// The item; it can be sent.
    pub item: T,
    /// The adjustments, with pointers relative to the item.
    pub adjustments: Vec<Adjustment>,
}

/// An adjustment of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// JSON pointer relative to the item.
    pub pointer: String,
    /// The kind of adjustment.
    pub code: AdjustmentCode,
}

/// The result of parsing a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncomingCart {
    /// A cart that can be sent, or that was emptied.
    Cart(Box<Taken<Cart>>),
    /// The cart of a shopper who is not registered or has no e-mail address. It is never sent, so
    /// its other fields are not parsed.
    NotSent,
}

impl Reader {
    /// A reader for items that a site submits now. `zone` applies to times without an offset;
    /// relative URLs are resolved against `site_url`.
    #[must_use]
    pub fn new(now: Timestamp, zone: TimeZone, site_url: &str) -> Self {
        let site = Url::parse(site_url.trim()).ok();
        Self {
            now,
            zone,
            site: site.filter(|url| matches!(url.scheme(), "http" | "https")),
        }
    }

    /// A reader for items that an older release stored as submitted, after it had validated them.
    #[must_use]
    pub fn of_stored() -> Self {
        Self::new(Timestamp::MAX, TimeZone::UTC, "")
    }

    /// Parses an order.
    ///
    /// # Errors
    /// The fields that are invalid.
    pub fn order(&self, json: &str) -> Result<Taken<Order>, Rejection> {
        order::read(Reading::of(self), json)
    }

    /// Parses an abandoned cart.
    ///
    /// # Errors
    /// The fields that are invalid.
    pub fn cart(&self, json: &str) -> Result<IncomingCart, Rejection> {
        cart::read(Reading::of(self), json)
    }

    /// Parses the end of a synchronisation.
    ///
    /// # Errors
    /// The fields that are invalid.
    pub fn synchronisation(&self, json: &str) -> Result<Taken<Synchronisation>, Rejection> {
        synchronisation::read(Reading::of(self), json)
    }
}
