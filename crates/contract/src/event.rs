//! What the Passweb server hands over: orders, carts and ends of synchronisation.
//!
//! Each has a form as sent (`…Sent`, nothing but types) and one that is valid, which can be made
//! from it in no other way than by checking every field.

mod adjustment;
mod cart;
mod currency;
mod email;
mod erasure;
mod intake;
mod item_error;
mod line;
mod moment;
mod money;
mod order;
mod stored;
mod synchronisation;
mod text;

pub use adjustment::AdjustmentCode;
pub use cart::{Cart, CartSent, Shopper, ShopperSent};
pub use currency::Currency;
pub use email::Email;
pub use erasure::{Erased, ErasureSent};
pub use intake::{AdjustedItem, Intake, RejectedItem, Rejection};
pub use item_error::{ItemCode, ItemError};
pub use line::{Line, LineSent};
pub use moment::Moment;
pub use money::Money;
pub use order::{Billing, BillingSent, Discount, Order, OrderSent};
pub use stored::{Stored, read_stored, store};
pub use synchronisation::{Synchronisation, SynchronisationKind, SynchronisationSent};
pub use text::{ExternalId, Text, WebUrl};

/// How many orders or carts one request holds at most.
pub const MAX_ITEMS: usize = 500;
