//! From the outbox to ActiveCampaign.
//!
//! - `dispatcher` knows which accounts have a worker here, and wakes them;
//! - `registry` holds the workers that run, `wake_up` is how one is told that something changed;
//! - `worker` works on one account's queue: what is ready, in order per person;
//! - `context` is what a worker works with: account, key, connection;
//! - `deliver` makes the calls for one order or cart;
//! - `policy` decides what a failure means for the account, `probe` asks the account itself;
//! - `cluster` shares the account queues among the proxies of one PostgreSQL database;
//! - `log_entries` is what the merchant reads of it, `supervision` catches panics.

mod cluster;
mod context;
mod deliver;
mod dispatcher;
mod engine;
mod log_entries;
mod policy;
mod probe;
mod registry;
mod supervision;
mod wake_up;
mod worker;

pub use cluster::sharing;
pub use dispatcher::Dispatcher;
pub use engine::Engine;
