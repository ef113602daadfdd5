use tokio_util::sync::CancellationToken;

use super::lease_deadline::LeaseDeadline;

/// Cancels the calls of an account queue when the lease is lost or the account settings change. The
/// default is open until it is shut.
#[derive(Clone, Debug, Default)]
pub struct Cancellation {
    deadline: Option<LeaseDeadline>,
    /// Cancelled when no further call may start.
    shut: CancellationToken,
    /// Cancelled when calls in flight must be aborted too.
    lost: CancellationToken,
}

impl Cancellation {
    /// Open until shut, until the lease deadline passes, or until the lease is lost.
    #[must_use]
    pub fn leased(deadline: LeaseDeadline, lost: CancellationToken) -> Self {
        Self {
            deadline: Some(deadline),
            shut: lost.child_token(),
            lost,
        }
    }

    /// Prevents further calls. Calls that wait for the rate limiter are aborted.
    pub fn shut(&self) {
        self.shut.cancel();
    }

    /// Whether [`Cancellation::shut`] was called, or the lease was lost.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.shut.is_cancelled()
    }

    /// Whether a call may start.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.is_shut() && self.is_ours()
    }

    /// Whether a call that has started may still send its body.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        !self.lost.is_cancelled() && self.deadline.as_ref().is_none_or(LeaseDeadline::is_open)
    }

    /// Waits until [`Cancellation::shut`] is called.
    pub async fn shut_down(&self) {
        self.shut.cancelled().await;
    }

    /// Waits until the lease is lost.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}
