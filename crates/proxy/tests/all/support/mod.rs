//! A proxy on a free port, its clients, and replacements for ActiveCampaign.

mod answer;
mod api;
pub mod database;
mod eventually;
mod proxy;
mod shop;
mod tokens;

pub use answer::Answer;
pub use api::{Api, sandbox};
pub use eventually::eventually;
pub use proxy::{Proxy, Setup};
pub use shop::{Shop, new_account};
pub use tokens::{SECRET, claims, sign, token};
