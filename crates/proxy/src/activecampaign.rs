//! ActiveCampaign's API (v3) as types. The project's notes hold what is known about the API, and
//! how reliably. The code names the source of a rule where it applies.

mod answer;
mod api_error;
mod cancellable_body;
mod cancellation;
mod classify;
mod client;
mod cold;
mod connection_test;
mod connections;
mod contacts;
mod ecom_customers;
mod ecom_orders;
mod last_response;
mod lease_deadline;
mod lenient;
mod list;
mod post;
mod rate_limiter;
mod reachability;
mod refusal;
mod resolver;
mod tags;
mod transport;
mod transport_error;
mod users;

pub use answer::LONGEST_PAUSE;
pub use api_error::ApiError;
pub use cancellation::Cancellation;
pub use client::{AccountClient, Client};
pub use connection_test::{NotTested, TestResult};
pub use connections::NewConnection;
pub use contacts::{Synced, Who};
pub use ecom_customers::NewCustomer;
pub use ecom_orders::{CartRecord, Record};
pub use last_response::{LastResponse, watch_responses};
pub use lease_deadline::LeaseDeadline;
pub use post::Post;
pub use rate_limiter::{RateShare, RateShares};
pub use reachability::Reachability;
pub use refusal::Refusal;
pub use transport::{Responding, Transport, network};
pub use transport_error::TransportError;
