//! The only access to the database: every statement, `BEGIN` and `COMMIT` runs in
//! [`completion::run`].
//!
//! sqlx leaves a connection in an unknown state when a future is dropped in the middle of a
//! statement. After a dropped `BEGIN`, the connection returns to the pool inside a transaction that
//! never ends, and later statements on it are acknowledged but never committed. Here, no caller can
//! drop a statement half-way, and a connection is closed unless it is known to be idle.

mod completion;
mod connection;
mod connections;
mod health;
mod statement;
mod transaction;

pub(super) use connections::{Connections, Role};
pub(super) use health::Health;
pub(super) use transaction::Transaction;

#[cfg(test)]
mod tests;
