use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    activecampaign::LeaseDeadline,
    store::{Error, Store},
};

/// How long a lease lasts without renewal.
pub const TERM: Duration = Duration::from_secs(5);
/// A proxy stops its calls this long before its lease expires. The margin covers clocks of
/// different speed, calls in transit, and the one-second window in which ActiveCampaign counts
/// calls.
const MARGIN: Duration = Duration::from_millis(1500);
/// Timeout of each database query about leases.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// The lease that covers all account queues held by a proxy. A lost lease is never renewed; the
/// proxy begins a new lease with a new id.
#[derive(Debug)]
pub struct Lease {
    /// The lease id that the database stores with each account queue held by this proxy.
    pub id: String,
    /// Closes when the lease expires.
    pub deadline: LeaseDeadline,
    /// Cancelled when other proxies may take over the account queues of this lease.
    pub lost: CancellationToken,
}

impl Lease {
    /// Registers the proxy with a new lease id.
    pub async fn begin(store: &Store) -> Result<Self, Error> {
        let id = Uuid::now_v7().to_string();
        let asked = Instant::now();
        in_time(store.proxies().enter(&id, TERM)).await?;
        Ok(Self {
            id,
            deadline: LeaseDeadline::new(asked + TERM - MARGIN),
            lost: CancellationToken::new(),
        })
    }

    /// Extends the lease. Returns `false` when the lease is lost.
    pub async fn renew(&self, store: &Store) -> bool {
        // Measured before the query, so that the deadline here ends before the one in the database.
        let asked = Instant::now();
        match in_time(store.proxies().renew(&self.id, TERM)).await {
            Ok(true) => {
                self.deadline.extend(asked + TERM - MARGIN);
                true
            }
            Ok(false) => false,
            Err(error) => {
                tracing::warn!(%error, "lease renewal failed");
                self.deadline.is_open()
            }
        }
    }
}

/// Runs a database query with the timeout [`PATIENCE`]: a broken network connection returns no
/// error.
pub async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(PATIENCE, answer).await.unwrap_or_else(|_| {
        let error = anyhow::anyhow!("database query timed out");
        Err(Error::Unavailable(error))
    })
}
