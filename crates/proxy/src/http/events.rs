//! The routes to which the Passweb server submits data.

mod batch;
mod body;
mod carts;
mod erasures;
mod history;
mod intake;
mod orders;
mod problems;
mod receiver;
mod rejections;
mod samples;
mod status;
mod synchronisations;
mod wanted;

// The globs export the path descriptions that utoipa generates beside the handlers.
pub(super) use carts::*;
pub(super) use erasures::*;
pub(super) use history::*;
pub(super) use intake::remember_site;
pub(super) use orders::*;
pub(super) use status::*;
pub(super) use synchronisations::*;
