//! *Dati Account*: one form, for a new account and for a saved one.
//!
//! `draft` is what is typed and what follows from it, without a browser; `state` holds it in signals
//! and calls the proxy; the other files show it.

mod account_name;
mod api_key;
mod conflict;
mod connection_test;
mod credentials;
mod draft;
mod draft_storage;
mod ecommerce;
mod general;
mod help;
mod leave_guard;
mod page;
mod pasting;
mod saving;
mod state;
mod toolbar;
mod transfers;

pub use page::AccountForm;
