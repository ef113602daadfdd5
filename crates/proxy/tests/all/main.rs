//! The proxy over real HTTP, with a real database file. One test proves one sentence of what the
//! proxy promises and is named by it. One program, because linking it is what takes time.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod audit;
mod bad_input;
mod changes;
mod clocks;
mod closed;
mod connection_test;
mod database_faults;
mod demo;
mod demo_host;
mod first_view;
mod heads;
mod limits;
mod logging;
mod memory;
mod migrations;
mod odd_answers;
mod operators;
mod packaging;
mod panel;
mod process_lock;
mod program;
mod restart;
mod reverse_proxy;
mod rotation;
mod saving_twice;
mod session;
mod settings;
mod ssrf;
mod support;
