//! By what right this proxy works on account queues: decided once, by the kind of the store.

use std::sync::Arc;

use contract::AccountId;

use super::{lease::Lease, membership::Current};
use crate::store::{FencingToken, Store};

/// Whether other proxies may work on the same database.
#[derive(Clone, Debug)]
pub enum Membership {
    /// No other proxy has this database.
    Alone(Alone),
    /// Several proxies share it; each works on what its current lease covers.
    Shared(Arc<Current>),
}

/// Proof that no other proxy has the database. Only [`Membership::of`] makes one, so that an
/// account queue without a lease on a shared database does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Alone(());

/// By what right an account queue runs here.
#[derive(Clone, Debug)]
pub enum Ownership {
    /// There is no other proxy.
    Alone(Alone),
    /// As long as the lease lasts.
    Leased(Arc<Lease>),
}

impl Membership {
    /// What the kind of the store says.
    pub fn of(store: &Store) -> Self {
        match store.is_shared() {
            true => Self::Shared(Arc::default()),
            false => Self::Alone(Alone(())),
        }
    }
}

impl Ownership {
    /// Whether it is the very same right.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Alone(_), Self::Alone(_)) => true,
            (Self::Leased(one), Self::Leased(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// With what a worker writes.
    pub fn fencing_token(&self, account: &AccountId) -> FencingToken {
        match self {
            Self::Alone(_) => FencingToken::alone(account),
            Self::Leased(lease) => FencingToken::leased(account, &lease.id),
        }
    }

    /// Whether others may work on it by now.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Alone(_) => false,
            Self::Leased(lease) => lease.lost.is_cancelled(),
        }
    }

    /// Waits until it is lost.
    pub async fn lost(&self) {
        match self {
            Self::Alone(_) => std::future::pending().await,
            Self::Leased(lease) => lease.lost.cancelled().await,
        }
    }
}
