//! The panel: *Lista degli Account* and *Dati Account*, where a merchant connects a Passweb shop
//! to ActiveCampaign.
//!
//! Data walks one way: a view shows form state, form state asks [`api`], [`api`] speaks
//! [`contract`]. Rooms: [`accounts`] is the list, [`account`] the form, [`log`] what happened, [`host`]
//! the back office around the frame, [`ui`] holds the pieces that know none of them, [`parts`] fetches
//! what the first view does not need.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod account;
pub mod accounts;
pub mod again;
pub mod api;
pub mod app;
pub mod history;
pub mod host;
pub mod i18n;
pub mod links;
pub mod load;
pub mod log;
pub mod offline;
pub mod parts;
pub mod session;
pub mod tasks;
pub mod texts;
pub mod ui;
