//! The proxy between the panel, the Passweb server and ActiveCampaign.
//!
//! A request takes one way: [`http`] parses it and calls [`store`] and [`activecampaign`]. Only
//! `store` knows SQL, only `activecampaign` knows ActiveCampaign's API, and `error` is the one
//! place that converts errors to responses.
//!
//! Public is what the binary, the tests and the benchmarks use.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod activecampaign;
mod app;
mod attention;
mod clock;
pub mod config;
mod delivery;
mod demo_host;
mod error;
pub mod http;
pub mod limits;
pub mod maintenance;
mod metrics;
pub mod rotation;
pub mod secrets;
pub mod serve;
mod session;
pub mod store;
pub mod telemetry;

pub use app::{assemble, start};
pub use config::{Config, Settings};
pub use http::App;
