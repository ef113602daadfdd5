//! *Invio dati*: what waits for an account, what was sent, and what was set aside.

mod estimate;
mod failures;
mod labels;
mod latest_response;
mod lookup;
mod rejected;
mod section;
mod state;

pub use section::TransfersSection;
