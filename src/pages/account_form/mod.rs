//! *Dati Account*: one form for new and for saved accounts.
//!
//! `state::Form` combines the input (`draft`), the saved account (`saved_account`) and the state
//! of the page (`page_state`). Everything else is derived by functions without a browser or by
//! methods of the form; the components render it.

mod conflict;
mod connection_test;
mod credentials;
mod diagnosis;
mod differences;
mod discard;
mod draft;
mod draft_storage;
mod ecommerce;
mod field_errors;
mod field_labels;
mod general;
mod history;
mod leave_guard;
mod merge;
mod page;
mod page_state;
mod preview;
mod save_failure;
mod saved_account;
mod saved_sections;
mod saving;
mod services;
mod state;
mod state_banner;
mod toolbar;
mod transfers;

pub use page::AccountForm;
