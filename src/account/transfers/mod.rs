//! What travels for an account: how much waits, was sent, or was set aside.

mod estimate;
mod failures;
mod looks;
mod section;
mod state;
mod words;

pub use section::transfers;
