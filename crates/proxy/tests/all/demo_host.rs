//! The demo back office on its own origin.

mod activecampaign;
mod address;
mod page;
mod shop;
mod support;
mod tokens;
