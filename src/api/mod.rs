//! The proxy, as the panel knows it: one client, and a file a resource.

mod accounts;
mod ahead;
mod answer;
mod client;
mod error;
mod fetch;
mod first;
mod frame;
mod json;
mod log;
mod session;
mod transfers;

pub use accounts::Versioned;
pub(crate) use answer::Answer;
pub use client::Api;
pub(crate) use client::Call;
pub use error::ApiError;
pub(crate) use fetch::fetch;
pub(crate) use first::first;
pub(crate) use frame::host_origins;
pub(crate) use json::read;
