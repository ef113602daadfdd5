//! *Dati Account*: one form, for a new account and for a saved one.
//!
//! `draft` is what is typed and what follows from it, without a browser; `form` holds it in
//! signals and speaks with the proxy; the other files show it.

mod actions;
mod conflict;
mod credentials;
mod draft;
mod ecommerce;
mod form;
mod general;
mod help;
mod kept;
mod leave;
mod page;
mod pasting;
mod saving;
mod test_result;
mod testing;
mod transfers;

pub use page::account_page;
