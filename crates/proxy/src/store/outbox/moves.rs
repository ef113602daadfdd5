use contract::transfer::TransferState;

/// How the counters of an account queue change in one transaction.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Moves {
    pub held: i64,
    pub waiting: i64,
    pub sent: i64,
    pub failed: i64,
}

impl Moves {
    /// A row leaves one state, if it was in one, for another, if there is one.
    pub fn count(&mut self, from: Option<TransferState>, to: Option<TransferState>) {
        self.add(from, -1);
        self.add(to, 1);
    }

    /// `rows` rows enter `state`; fewer than none leave it.
    pub fn add(&mut self, state: Option<TransferState>, rows: i64) {
        match state {
            Some(TransferState::Held) => self.held += rows,
            Some(TransferState::Waiting) => self.waiting += rows,
            Some(TransferState::Sent) => self.sent += rows,
            Some(TransferState::Failed) => self.failed += rows,
            // Neither is counted here.
            Some(TransferState::Rejected | TransferState::Withdrawn) | None => {}
        }
    }
}
