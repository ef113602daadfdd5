use std::time::Duration;

use contract::transfer::PauseReason;

use super::backoff;
use crate::{activecampaign::Failure, limits::Patience};

/// So many failures in a row that may have any cause, and the account itself is asked.
const SUSPICIOUS: u32 = 5;
/// So many rejections of the key in a row: they are reported to come by mistake at times.
const REJECTED: u32 = 3;

/// What failed lately, since anything succeeded.
#[derive(Debug)]
pub(super) struct Setbacks {
    patience: Patience,
    unclear: u32,
    rejected: u32,
    waits: u32,
}

/// What a lane does about a failure.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// The item rests, the others go on.
    Rest,
    /// The whole lane stands still.
    Hold(PauseReason, Duration),
    /// The item rests, and the account itself is asked.
    Diagnose,
}

impl Setbacks {
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            unclear: 0,
            rejected: 0,
            waits: 0,
        }
    }

    /// Something succeeded.
    pub fn over(&mut self) {
        *self = Self::new(self.patience);
    }

    /// The account itself was asked, and all is well.
    pub fn cleared(&mut self) {
        (self.unclear, self.rejected) = (0, 0);
    }

    /// What a failure means for the lane.
    pub fn react(&mut self, failure: &Failure) -> Reaction {
        let seconds = |after: u32| Duration::from_secs(after.into());
        match failure {
            Failure::RateLimited { after } => {
                Reaction::Hold(PauseReason::RateLimited, seconds(after.unwrap_or(1).max(1)))
            }
            Failure::Unavailable { after } => {
                let wait = after.map_or_else(|| self.next_wait(), seconds);
                Reaction::Hold(PauseReason::Maintenance, wait)
            }
            Failure::NoEcommerce | Failure::Unpaid => Reaction::Diagnose,
            Failure::Forbidden => {
                self.rejected += 1;
                Self::ask_from(self.rejected, REJECTED)
            }
            // Refusals are set aside before they get here.
            Failure::Unclear(_) | Failure::Gone | Failure::Refused(_) => {
                self.unclear += 1;
                Self::ask_from(self.unclear, SUSPICIOUS)
            }
        }
    }

    /// How long to wait when nobody says: longer each time.
    pub fn next_wait(&mut self) -> Duration {
        let wait = backoff::delay(&self.patience, self.waits);
        self.waits += 1;
        wait
    }

    /// How long an item rests.
    pub fn rest(&self, failures: u32) -> Duration {
        backoff::delay(&self.patience, failures)
    }

    /// How long to wait for what others have to mend.
    pub fn recheck(&self) -> Duration {
        self.patience.recheck
    }

    fn ask_from(failures: u32, enough: u32) -> Reaction {
        match failures >= enough {
            true => Reaction::Diagnose,
            false => Reaction::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_not_doubted_for_one_rejection_but_for_three_in_a_row() {
        let mut setbacks = Setbacks::new(Patience::default());
        let rejected = Failure::Forbidden;
        assert_eq!(setbacks.react(&rejected), Reaction::Rest);
        assert_eq!(setbacks.react(&rejected), Reaction::Rest);
        setbacks.over();
        assert_eq!(setbacks.react(&rejected), Reaction::Rest);
        assert_eq!(setbacks.react(&rejected), Reaction::Rest);
        assert_eq!(setbacks.react(&rejected), Reaction::Diagnose);
    }

    #[test]
    fn activecampaign_says_how_long_the_pause_is() {
        let mut setbacks = Setbacks::new(Patience::default());
        let maintenance = Failure::Unavailable { after: Some(120) };
        let expected = Reaction::Hold(PauseReason::Maintenance, Duration::from_secs(120));
        assert_eq!(setbacks.react(&maintenance), expected);
    }
}
