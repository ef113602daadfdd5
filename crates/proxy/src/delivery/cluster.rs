//! Leases that share the account queues among several proxies on one PostgreSQL database
//! (`docs/adr/0002-several-proxies.md`).

mod heartbeats;
mod lease;
mod membership;
mod ownership;
mod rate_shares;

pub use rate_shares::sharing;

pub(super) use lease::{Lease, TERM, in_time};
pub(super) use membership::{Workers, claim, keep, leave};
pub(super) use ownership::{Membership, Ownership};
