//! The one reader of what is handed over: the text of an item becomes an order, a cart or an end of
//! synchronisation that can be sent, with what had to be changed for that, or a rejection.
//!
//! A defect costs the smallest thing that it touches. What makes an order an order must be
//! understood: id, e-mail, currency, total and when.

mod address;
mod cart;
mod clean;
mod decimal;
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

/// What reading depends on besides the text.
#[derive(Clone, Debug)]
pub struct Reader {
    now: Timestamp,
    zone: TimeZone,
    site: Option<Url>,
}

/// What was read, and what was changed for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken<T> {
    /// It can be sent.
    pub item: T,
    /// What was changed, with pointers that begin at the item.
    pub adjustments: Vec<Adjustment>,
}

/// A field that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// JSON pointer that begins at the item.
    pub pointer: String,
    /// What was done.
    pub code: AdjustmentCode,
}

/// What a cart that was handed over turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncomingCart {
    /// One that can be sent, or that was emptied.
    Cart(Box<Taken<Cart>>),
    /// The cart of somebody who is not registered or has no e-mail address: it is never sent, and
    /// nothing else of it is read.
    NotSent,
}

impl Reader {
    /// For what a site hands over at this moment. Times without an offset are in `zone`, addresses
    /// without a host are of `site_url`.
    #[must_use]
    pub fn new(now: Timestamp, zone: TimeZone, site_url: &str) -> Self {
        let site = Url::parse(site_url.trim()).ok();
        Self {
            now,
            zone,
            site: site.filter(|url| matches!(url.scheme(), "http" | "https")),
        }
    }

    /// For what an older release stored as it had been handed over, and had checked then.
    #[must_use]
    pub fn of_stored() -> Self {
        Self::new(Timestamp::MAX, TimeZone::UTC, "")
    }

    /// Reads an order.
    ///
    /// # Errors
    /// What of it cannot be understood.
    pub fn order(&self, json: &str) -> Result<Taken<Order>, Rejection> {
        order::read(Reading::of(self), json)
    }

    /// Reads an abandoned cart.
    ///
    /// # Errors
    /// What of it cannot be understood.
    pub fn cart(&self, json: &str) -> Result<IncomingCart, Rejection> {
        cart::read(Reading::of(self), json)
    }

    /// Reads the end of a synchronisation.
    ///
    /// # Errors
    /// What of it cannot be understood.
    pub fn synchronisation(&self, json: &str) -> Result<Taken<Synchronisation>, Rejection> {
        synchronisation::read(Reading::of(self), json)
    }
}
