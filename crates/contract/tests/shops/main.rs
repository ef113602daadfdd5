//! The result of each common defect, field by field.

#![cfg(feature = "events")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod amounts;
mod carts;
mod lines;
mod orders;
mod support;
mod synchronisations;
mod texts;
mod times;
