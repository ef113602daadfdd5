//! The panel: *Lista degli Account*, *Dati Account* and *Lista dei Log*, where a merchant connects
//! a Passweb shop to ActiveCampaign.
//!
//! Data flows one way: a view shows page state, page state calls [`api`], and [`api`] exchanges the
//! types of [`contract`]. [`pages`] has a module per page, [`components`] the components that do
//! not depend on accounts, [`host`] the messages with the back office around the frame, [`i18n`]
//! the languages.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod app;
pub mod components;
pub mod history;
pub mod host;
pub mod i18n;
pub mod lazy;
pub mod links;
pub mod load_state;
pub mod messages;
pub mod offline;
pub mod page_scope;
pub mod pages;
mod polling;
pub mod retry;
pub mod session;
mod session_bar;
