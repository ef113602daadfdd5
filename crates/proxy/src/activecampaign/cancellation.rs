use tokio_util::sync::CancellationToken;

use super::lease_deadline::LeaseDeadline;

/// What the calls of an account queue pass, as long as the queue is ours and its settings are the
/// ones that the calls are made with. By default it is open until it is shut.
#[derive(Clone, Debug, Default)]
pub struct Cancellation {
    deadline: Option<LeaseDeadline>,
    /// No call begins any more.
    shut: CancellationToken,
    /// Calls in flight are given up too.
    lost: CancellationToken,
}

impl Cancellation {
    /// Open until it is shut, until the lease deadline closes, or until the lease is lost.
    #[must_use]
    pub fn leased(deadline: LeaseDeadline, lost: CancellationToken) -> Self {
        Self {
            deadline: Some(deadline),
            shut: lost.child_token(),
            lost,
        }
    }

    /// Lets no call begin any more; those that wait for their turn give up.
    pub fn shut(&self) {
        self.shut.cancel();
    }

    /// Whether a call may begin.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.shut.is_cancelled() && self.is_ours()
    }

    /// Whether a call that has begun may still write.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        !self.lost.is_cancelled() && self.deadline.as_ref().is_none_or(LeaseDeadline::is_open)
    }

    /// Waits until it is shut.
    pub(super) async fn shut_down(&self) {
        self.shut.cancelled().await;
    }

    /// Waits until others may work in our place.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}
