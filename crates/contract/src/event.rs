//! What the Passweb server hands over: orders, carts and ends of synchronisation.
//!
//! Each is read by [`Reader`] from the text in which it was handed over, and by nothing else.

mod adjustment;
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

pub use adjustment::AdjustmentCode;
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

/// How many orders or carts one request holds at most.
pub const MAX_ITEMS: usize = 500;
/// How many adjustments are told of at most.
pub const MAX_ADJUSTED: usize = 100;
