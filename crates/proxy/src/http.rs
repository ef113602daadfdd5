//! A file a resource: request → use → answer. Beside them what all of them share.

mod account_answer;
mod accounts;
mod audit;
mod connection_test;
mod demo;
mod enabled;
mod events;
mod first_view;
mod frame;
mod headers;
mod health;
mod idempotency;
mod json;
mod log;
mod metrics;
mod openapi;
mod own_account;
mod panel;
mod platforms;
mod precondition;
mod problems;
mod query;
mod request_id;
mod router;
mod run_to_completion;
mod session;
mod single_flight;
mod trace;
mod transfers;

pub(crate) use demo::make_demo_token;
pub(crate) use events::Admission;
pub(crate) use headers::permissions_policy;
pub use metrics::metrics_router;
pub(crate) use problems::{as_problem, method_not_allowed};
pub use router::router;
pub use single_flight::SingleFlight;
