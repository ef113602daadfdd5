use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    activecampaign::LeaseDeadline,
    store::{Error, Store},
};

/// How long the account queues of a proxy stay its own when nothing is heard of it.
pub const TERM: Duration = Duration::from_secs(5);
/// So much earlier it stops calling by itself: clocks differ in speed, calls travel, and the
/// server counts them for a second.
const MARGIN: Duration = Duration::from_millis(1500);
/// How long the database may take to answer about it.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// The lease of all account queues that a proxy holds. Once it was lost it is over for good; the
/// proxy takes another, under another name.
#[derive(Debug)]
pub struct Lease {
    /// The name under which account queues are held.
    pub id: String,
    /// Closes when the lease runs out.
    pub deadline: LeaseDeadline,
    /// Cancelled when others may take what was held under it.
    pub lost: CancellationToken,
}

impl Lease {
    /// Enters the proxy under a new name.
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

    /// Makes it longer. `false` when it is over.
    pub async fn renew(&self, store: &Store) -> bool {
        // Counted from before the question: the database counts from later.
        let asked = Instant::now();
        match in_time(store.proxies().renew(&self.id, TERM)).await {
            Ok(true) => {
                self.deadline.extend(asked + TERM - MARGIN);
                true
            }
            Ok(false) => false,
            Err(error) => {
                tracing::warn!(%error, "lease not renewed");
                self.deadline.is_open()
            }
        }
    }
}

/// An answer of the database, unless it takes too long: a network that is cut says nothing.
pub async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(PATIENCE, answer).await.unwrap_or_else(|_| {
        let error = anyhow::anyhow!("the database did not answer in time");
        Err(Error::Unavailable(error))
    })
}
