//! The proxy between the panel, the Passweb server and ActiveCampaign.
//!
//! A request walks one way: [`http`] reads it and knows [`store`] and [`activecampaign`]; only
//! `store` knows SQL, only `activecampaign` knows the API it is named after, and [`error`] is the
//! one place where something that went wrong becomes an answer.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod activecampaign;
pub mod app;
mod attention;
mod clock;
pub mod config;
pub mod delivery;
mod demo_host;
pub mod error;
pub mod http;
pub mod limits;
pub mod maintenance;
mod metrics;
pub mod rotation;
pub mod secrets;
pub mod serve;
pub mod session;
pub mod store;
pub mod telemetry;

pub use app::{assemble, start};
pub use config::{Config, Settings};
pub use http::App;
