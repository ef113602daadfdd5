//! The only way to the database: every statement, `BEGIN` and `COMMIT` passes through
//! [`completion::run`].
//!
//! sqlx leaves a connection in an unknown state when a future is dropped in the middle of a
//! statement: after a dropped `BEGIN` the connection returns to the pool inside a transaction that
//! nobody ends, and what runs on it afterwards is acknowledged and never committed. Here no caller
//! can drop a statement half-way, and a connection whose state is not known to be idle is closed.

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
