//! *Dati Account*: one form, for a new account and for a saved one.
//!
//! [`state::Form`] is what is typed (`draft`), what was saved (`saved_account`) and the state of the
//! page (`page_state`). What follows from them is decided in functions without a browser or of the
//! form; the components show it.

mod conflict;
mod connection_test;
mod credentials;
mod differences;
mod draft;
mod draft_storage;
mod ecommerce;
mod field_errors;
mod general;
mod leave_guard;
mod page;
mod page_state;
mod save_failure;
mod saved_account;
mod saving;
mod services;
mod state;
mod toolbar;
mod transfers;

pub use page::AccountForm;
