//! *Invio dati*: the waiting, sent and failed items of an account.

mod attempts;
mod estimate;
mod failures;
mod labels;
mod latest_response;
mod lookup;
mod rejected;
mod section;
mod state;

pub use estimate::{Backlog, Rough};
pub use labels::{estimate, pause};
pub use section::TransfersSection;
pub use state::TransferState;
