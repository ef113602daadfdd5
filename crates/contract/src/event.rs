//! What the Passweb server submits: orders, carts and ends of synchronisation.
//!
//! [`Reader`] is the only parser of the submitted text.

mod cart;
mod currency;
mod email;
mod erasure;
mod incoming;
mod intake;
mod item_error;
mod line;
mod moment;
mod money;
mod order;
#[cfg(feature = "openapi")]
mod sent;
mod stored;
mod synchronisation;
mod text;

pub use crate::AdjustmentCode;
pub use cart::{Cart, Shopper};
pub use currency::Currency;
pub use email::Email;
pub use erasure::{Erased, ErasureSent};
pub use incoming::{Adjustment, IncomingCart, Reader, Taken};
pub use intake::{AdjustedItem, Intake, RejectedItem, Rejection};
pub use item_error::{ItemCode, ItemError};
pub use line::Line;
use line::{MAX_LINES, MAX_QUANTITY};
pub use moment::Moment;
pub use money::Money;
pub use order::{Billing, Discount, Order};
#[cfg(feature = "openapi")]
pub use sent::{
    BillingSent, CartSent, DiscountSent, LineSent, OrderSent, ShopperSent, SynchronisationSent,
};
pub use stored::{Stored, read_stored, store};
pub use synchronisation::{Synchronisation, SynchronisationKind};
pub use text::{ExternalId, Text, WebUrl};

/// The maximum number of orders or carts in one request.
pub const MAX_ITEMS: usize = 500;
/// The maximum number of adjustments in one response.
pub const MAX_ADJUSTED: usize = 100;
