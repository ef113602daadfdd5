//! The HTTP API: one file per resource, beside the extractors and layers that they share.

mod account_answer;
mod account_overview;
mod accounts;
mod admission;
mod audit;
mod connection_test;
mod demo;
mod diagnosis;
mod enabled;
mod events;
mod first_view;
mod frame;
mod headers;
mod health;
mod history;
mod idempotency;
mod json;
mod log;
mod metrics;
mod openapi;
mod own_account;
mod panel;
mod platforms;
mod precondition;
mod preview;
mod problems;
mod query;
mod request_id;
mod restore;
mod router;
mod run_to_completion;
mod session;
mod single_flight;
mod state;
mod trace;
mod transfers;

pub(crate) use admission::Admission;
pub(crate) use demo::{
    Wishes as DemoWishes, demo_account, demo_events_token, demo_session, make_demo_token,
};
pub(crate) use headers::permissions_policy;
pub use metrics::metrics_router;
pub(crate) use problems::{as_problem, method_not_allowed};
pub use router::router;
pub use single_flight::SingleFlight;
pub use state::{App, Parts};
