//! The proxy over real HTTP, with a real database file. Each test proves one promise of the proxy
//! and is named after it. One test program, because linking takes most of the time.

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
mod restore;
mod reverse_proxy;
mod rotation;
mod saving_twice;
mod session;
mod settings;
mod ssrf;
mod support;
