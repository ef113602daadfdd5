//! The delivery of orders and carts over real HTTP, with a real database file and the sandbox as
//! ActiveCampaign: the tests read the sandbox's records. Each test proves one sentence.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attempts;
mod attention;
mod bodies;
mod carts;
mod cases;
mod client;
mod connection;
mod corrected_email;
mod counters;
mod dead_letters;
mod defects;
mod diagnosis;
mod disk;
mod failures;
mod hanging_up;
mod history;
mod hosts;
mod intake;
mod lists;
mod log;
mod lookup;
mod metrics;
mod orders;
mod overview;
mod panics;
mod pauses;
mod preview;
mod rate;
mod rejections;
mod restored;
mod same_cart;
mod stopping;
mod stored;
mod switches;
mod transfers;
mod versions;
mod withdrawn;
mod world;

#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../all/support/mod.rs"]
mod support;
