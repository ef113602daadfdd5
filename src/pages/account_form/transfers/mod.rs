//! What travels for an account: how much waits, was sent, or was set aside.

mod estimate;
mod failures;
mod labels;
mod latest_response;
mod section;
mod state;

pub use section::transfers;
