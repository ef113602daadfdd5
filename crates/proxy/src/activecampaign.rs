//! ActiveCampaign's API (v3) as types. What is known of it, and how well, is in the project's
//! notes; where a rule comes from there, the code says so.

mod answer;
mod call;
mod client;
mod cold;
mod connection_test;
mod connections;
mod contacts;
mod ecom_customers;
mod ecom_orders;
mod fence;
mod fenced_body;
mod gate;
mod list;
mod loose;
mod meaning;
mod no_answer;
mod pace;
mod resolver;
mod shared_pace;
mod tags;
mod transport;
mod users;

pub use answer::LONGEST_PAUSE;
pub use call::{Failure, Refusal};
pub use client::{AccountClient, Client};
pub use connection_test::{NotTested, TestResult};
pub use connections::NewConnection;
pub use contacts::{Synced, Who};
pub use ecom_customers::NewCustomer;
pub use ecom_orders::{CartRecord, Record};
pub use fence::Fence;
pub use gate::Gate;
pub use no_answer::NoAnswer;
pub use shared_pace::Sharing;
pub use transport::{Responding, Transport, network};
