//! The support of the benchmarks: the release program, its shops, and tables.

#![allow(
    dead_code,
    unused_imports,
    reason = "each benchmark uses its own part of this"
)]

mod load;
mod program;
mod shops;
mod table;

#[path = "../../tests/all/support/tokens.rs"]
mod tokens;

pub use load::{Load, closed_loop};
pub use program::{ENCRYPTION_KEY, Program, sandbox};
pub use shops::{Shop, Shops};
pub use table::{Goal, Spread, Table};
