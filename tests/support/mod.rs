//! The support of the browser tests: the real proxy with ActiveCampaign's sandbox ([`Stack`]), a
//! real Chromium ([`Browser`]), and elements found by their accessible names ([`Find`],
//! [`Locator`]).
//!
//! ```no_run
//! mod support;
//! use support::*;
//!
//! #[test]
//! fn a_new_account_asks_for_a_description() {
//!     e2e(async |t| {
//!         t.open("/").await;
//!         t.button("Aggiungi Account").click().await;
//!         t.button("Salva").click().await;
//!         t.field("Descrizione").has_error("Scrivi una descrizione").await;
//!     });
//! }
//! ```
//!
//! Every step waits until the page lets it happen, and fails its test with the step's own line
//! when the page never does. Nothing sleeps for a fixed time.
#![allow(
    dead_code,
    unused_imports,
    reason = "each file of tests uses its own part of this"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong here has to fail the test there and then"
)]

mod act;
mod axe;
mod browser;
mod bytes;
mod console;
mod e2e;
mod emulation;
mod eventually;
mod expect;
mod find;
mod frame;
mod http;
mod keyboard;
mod locator;
mod lookup;
mod network;
mod prepared;
mod program;
mod serve;
mod shop;
mod stack;
mod steps;
mod words;

pub use browser::Browser;
pub use bytes::{Bytes, bytes};
pub use e2e::{Test, block_on, e2e, e2e_with};
pub use emulation::Media;
pub use eventually::eventually;
pub use find::Find;
pub use http::{Answer, ask};
pub use locator::Locator;
pub use network::LOST;
pub use serve::{serve, serve_around};
pub use stack::{Stack, panel as built_panel};
pub use steps::{KEY, OTHER_KEY, account, tested, with};
pub use thirtyfour::Key;
pub use words::Words;
