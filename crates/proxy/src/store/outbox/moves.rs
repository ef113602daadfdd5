use contract::transfer::TransferState;

/// Changes of an account's counters in one transaction.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Moves {
    pub held: i64,
    pub waiting: i64,
    pub sent: i64,
    pub failed: i64,
}

impl Moves {
    /// Counts a row that moves from one state to another. `None` is no counted state.
    pub fn count(&mut self, from: Option<TransferState>, to: Option<TransferState>) {
        self.add(from, -1);
        self.add(to, 1);
    }

    /// Adds `rows` to the counter of a state; a negative number subtracts.
    pub fn add(&mut self, state: Option<TransferState>, rows: i64) {
        match state {
            Some(TransferState::Held) => self.held += rows,
            Some(TransferState::Waiting) => self.waiting += rows,
            Some(TransferState::Sent) => self.sent += rows,
            Some(TransferState::Failed) => self.failed += rows,
            // These states have no counter here.
            Some(TransferState::Rejected | TransferState::Withdrawn) | None => {}
        }
    }
}
