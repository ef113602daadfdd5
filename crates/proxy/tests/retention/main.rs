//! Deletion of data, by age and on request. Over real HTTP, with a real database, the sandbox as
//! ActiveCampaign, and a clock for the retention that the tests set.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod age;
mod erasure;
mod later;
mod many_rows;
mod moving;
mod two_years;

#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../all/support/mod.rs"]
mod support;
#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../delivery/world/mod.rs"]
mod world;
