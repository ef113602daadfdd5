use tokio::sync::watch;

use super::fence::Fence;

/// What the calls of a lane pass, as long as the lane is ours and its settings are the ones that
/// the calls are made with.
#[derive(Debug)]
pub struct Gate {
    fence: Option<Fence>,
    is_shut: watch::Sender<bool>,
}

impl Gate {
    /// Open until it is shut, or until the fence closes.
    #[must_use]
    pub fn new(fence: Option<Fence>) -> Self {
        Self {
            fence,
            is_shut: watch::Sender::new(false),
        }
    }

    /// Lets no call begin any more; those that wait for their turn give up.
    pub fn shut(&self) {
        self.is_shut.send_replace(true);
    }

    /// Whether a call may begin.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !*self.is_shut.borrow() && self.fence.as_ref().is_none_or(Fence::is_open)
    }

    /// Waits until it is shut.
    pub(super) async fn shut_down(&self) {
        let mut is_shut = self.is_shut.subscribe();
        // This holds the sender itself, so waiting does not fail.
        let _ = is_shut.wait_for(|is_shut| *is_shut).await;
    }
}
