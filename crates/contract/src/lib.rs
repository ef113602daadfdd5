//! The contract between panel and proxy: request and response types, validation, problem codes and
//! paths.
//!
//! This crate depends on no framework. Panel and proxy validate with the same functions, so the
//! proxy accepts every value that the panel accepts. The proxy validates again because any client
//! can call it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod account;
mod account_field;
mod account_host;
mod account_id;
mod account_name;
mod account_state;
mod account_update;
mod adjustment;
mod api_domain;
mod api_key;
mod api_key_change;
pub mod attention;
mod connection_test;
mod deleted_account;
mod description;
pub mod diagnosis;
mod dns_label;
#[cfg(feature = "events")]
pub mod event;
mod field_error;
mod field_errors;
mod first_view;
pub mod history;
pub mod log;
mod new_account;
mod pasted;
pub mod paths;
mod platform;
pub mod preview;
mod problem;
mod secret_text;
mod session;
mod site_id;
pub mod transfer;

pub use account::{Account, Accounts, Ecommerce, Enabled, StoredApiKey};
pub use account_field::AccountField;
pub use account_id::AccountId;
pub use account_name::{AccountName, AccountNameSource, UnderstoodAccountName};
pub use account_state::AccountState;
pub use account_update::{AccountUpdate, ValidUpdate};
pub use adjustment::AdjustmentCode;
pub use api_domain::ApiDomain;
pub use api_key::ApiKey;
pub use api_key_change::ApiKeyChange;
pub use connection_test::{ConnectionTest, TestOutcome, TestedUser};
pub use deleted_account::DeletedAccount;
pub use description::Description;
pub use field_error::{FieldCode, FieldError};
pub use first_view::FirstView;
pub use new_account::{NewAccount, ValidNewAccount};
pub use pasted::holds_key;
pub use platform::{Platform, PlatformInfo, Platforms};
pub use problem::{Problem, ProblemCode};
pub use secret_text::SecretText;
pub use session::{CLOCK_LEEWAY_SECONDS, Language, MAX_TOKEN_SECONDS, Session, Site};
pub use site_id::SiteId;
