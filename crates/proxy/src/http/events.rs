//! What the Passweb server hands over.

mod batch;
mod body;
mod carts;
mod erasures;
mod intake;
mod orders;
mod problems;
mod rejections;
mod status;
mod synchronisations;

// The paths' descriptions are generated beside the handlers, and found by these globs.
pub(super) use carts::*;
pub(super) use erasures::*;
pub(super) use intake::remember_site;
pub(super) use orders::*;
pub(super) use status::*;
pub(super) use synchronisations::*;
