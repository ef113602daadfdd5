//! The client of the proxy's API: one file per resource.

mod accounts;
mod answer;
mod boot_data;
mod call;
mod client;
mod diagnosis;
mod error;
mod fetch;
mod frame;
mod history;
mod log;
mod prefetch;
mod session;
mod token;
mod transfers;

pub use accounts::Versioned;
pub(crate) use answer::Answer;
pub(crate) use boot_data::boot_data;
pub use client::Api;
pub use error::ApiError;
pub(crate) use frame::host_origins;
pub(crate) use serde_wasm_bindgen::from_value as read;
pub use transfers::List;
