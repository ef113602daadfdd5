//! Ownership of account queues by this proxy, decided once by the kind of the store.

use std::sync::Arc;

use contract::AccountId;

use super::{lease::Lease, membership::Current};
use crate::store::{FencingToken, Store};

/// Whether several proxies use the same database.
#[derive(Clone, Debug)]
pub enum Membership {
    /// No other proxy uses this database.
    Alone(Alone),
    /// Several proxies share the database; each processes the queues that its current lease covers.
    Shared(Arc<Current>),
}

/// Proof that no other proxy uses the database. Only [`Membership::of`] creates it, so that running
/// an account queue without a lease on a shared database does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Alone(());

/// What entitles this proxy to process an account queue.
#[derive(Clone, Debug)]
pub enum Ownership {
    /// No other proxy exists.
    Alone(Alone),
    /// The lease, until it is lost.
    Leased(Arc<Lease>),
}

impl Membership {
    /// The membership that the kind of the store requires.
    pub fn of(store: &Store) -> Self {
        match store.is_shared() {
            true => Self::Shared(Arc::default()),
            false => Self::Alone(Alone(())),
        }
    }
}

impl Ownership {
    /// Whether both are the same lease, or both need none.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Alone(_), Self::Alone(_)) => true,
            (Self::Leased(one), Self::Leased(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// The token that fences the writes of a worker.
    pub fn fencing_token(&self, account: &AccountId) -> FencingToken {
        match self {
            Self::Alone(_) => FencingToken::alone(account),
            Self::Leased(lease) => FencingToken::leased(account, &lease.id),
        }
    }

    /// Whether another proxy may process the queue by now.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Alone(_) => false,
            Self::Leased(lease) => lease.lost.is_cancelled(),
        }
    }

    /// Waits until the lease is lost. Never completes without a lease.
    pub async fn lost(&self) {
        match self {
            Self::Alone(_) => std::future::pending().await,
            Self::Leased(lease) => lease.lost.cancelled().await,
        }
    }
}
