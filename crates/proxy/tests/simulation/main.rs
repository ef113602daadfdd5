//! The delivery under seeded schedules of faults: see `docs/simulation.md`.
//!
//! `cargo xtask test --sim-seeds N` runs more seeds, `--sim-seed N` starts at another seed.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

mod database;
mod driver;
mod faults;
mod host;
mod invariants;
mod machine;
mod network;
mod passweb;
mod runner;
mod state;
mod world;
