//! A driver for sqlx in which database work takes only simulated time. SQLite runs each statement
//! to completion on the simulation's thread; before and after it the connection waits as scheduled,
//! and the schedule can refuse, lose or cut off statements.
//!
//! For several proxies it stands for PostgreSQL: the few SQL fragments that only PostgreSQL
//! understands are replaced, and a transaction whose future was dropped after `BEGIN` stays open.

mod backend;
mod block_on;
mod connection;
mod options;
mod schedule;
mod statement;
mod types;

use std::io;

use sqlx_core::{Error, any::driver::AnyDriver};

pub use block_on::block_on;
use connection::Connection;
use options::Options;

/// The driver for URLs such as `simulated://proxy0/path/of/the/file`.
pub static DRIVERS: [AnyDriver; 1] = [AnyDriver::without_migrate::<Simulated>()];

#[derive(Debug)]
pub struct Simulated;

fn lost(why: &str) -> Error {
    Error::Io(io::Error::new(
        io::ErrorKind::ConnectionReset,
        why.to_owned(),
    ))
}
