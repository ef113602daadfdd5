//! Delivery of orders and carts from the outbox to ActiveCampaign.
//!
//! - `dispatcher` starts and wakes the worker of each account queue in this proxy;
//! - `registry` lists the running workers, `wake_up` notifies a worker of a change;
//! - `worker` processes the queue of one account: the ready entries, in order per customer;
//! - `context` holds what a worker needs for its calls: account, API key, connection;
//! - `deliver` makes the calls for one order or cart;
//! - `policy` decides what a failure means for the account, `probe` tests the account itself;
//! - `cluster` shares the account queues among the proxies of one PostgreSQL database;
//! - `log_entries` builds the entries that the merchant reads in the log, `supervision` catches
//!   panics.

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
pub use context::TAG;
pub use deliver::{KnownIds, OrderPosts, PreviewedOrder};
pub use dispatcher::Dispatcher;
pub use engine::Engine;
