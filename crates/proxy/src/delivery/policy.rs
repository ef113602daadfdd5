pub(super) mod backoff;

use std::time::Duration;

use contract::{TestOutcome, transfer::PauseReason};

use crate::{activecampaign::ApiError, limits::Patience};

/// So many failures in a row that may have any cause, and the account itself is asked.
pub(super) const SUSPICIOUS: u32 = 5;
/// So many rejections in a row, and the account is asked; so many equal answers of its in a row,
/// and it is believed. 403 is reported to come by mistake at times.
const REJECTED: u32 = 3;

/// What failed lately, since anything succeeded.
#[derive(Debug)]
pub(super) struct FailurePolicy {
    patience: Patience,
    unclear: u32,
    rejected: u32,
    /// What the account said when it was asked last, and how often in a row.
    said: Option<(TestOutcome, u32)>,
    waits: u32,
}

/// What an account queue does about a failure.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// The item rests, the others go on.
    Rest,
    /// The whole account queue stands still, for as long as was said, or longer each time.
    Hold(PauseReason, Option<Duration>),
    /// The item rests, and the account itself is asked.
    Probe,
}

impl FailurePolicy {
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            unclear: 0,
            rejected: 0,
            said: None,
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

    /// The account was asked and said this. Whether it has said so often enough to be believed.
    pub fn believes(&mut self, outcome: TestOutcome) -> bool {
        let before = self.said.filter(|(said, _)| *said == outcome);
        let times = before.map_or(0, |(_, times)| times).saturating_add(1);
        self.said = Some((outcome, times));
        times >= REJECTED
    }

    /// What a failure means for the account queue.
    pub fn react(&mut self, failure: &ApiError) -> Reaction {
        let seconds = |after: u32| Duration::from_secs(after.into());
        match failure {
            ApiError::RateLimited { after, .. } => {
                Reaction::Hold(PauseReason::RateLimited, Some(seconds(after.unwrap_or(1))))
            }
            ApiError::Unavailable { after, .. } => {
                Reaction::Hold(PauseReason::Maintenance, after.map(seconds))
            }
            ApiError::Forbidden(_) | ApiError::NoEcommerce(_) | ApiError::Unpaid(_) => {
                self.rejected += 1;
                Self::ask_from(self.rejected, REJECTED)
            }
            // Refusals of what was to be sent are dead-lettered before they get here: this is one
            // of what all need, the connection.
            ApiError::Refused(_) => {
                Reaction::Hold(PauseReason::ConnectionRefused, Some(self.patience.recheck))
            }
            // It says nothing of anybody.
            ApiError::NotCalled(_) => Reaction::Rest,
            ApiError::Unclear { .. } | ApiError::Gone(_) => {
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

    /// How long an item rests that met what is wrong with all.
    pub fn rest(&self) -> Duration {
        backoff::delay(&self.patience, self.unclear + self.rejected)
    }

    /// How long to wait for what others have to mend.
    pub fn recheck(&self) -> Duration {
        self.patience.recheck
    }

    fn ask_from(failures: u32, enough: u32) -> Reaction {
        match failures >= enough {
            true => Reaction::Probe,
            false => Reaction::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::transfer::FailureCode;

    use super::*;
    use crate::activecampaign::Refusal;

    fn refusal() -> Refusal {
        Refusal {
            code: FailureCode::Refused,
            words: String::new(),
            request_id: None,
        }
    }

    #[test]
    fn a_key_is_not_doubted_for_one_rejection_but_for_three_in_a_row() {
        let mut policy = FailurePolicy::new(Patience::default());
        let rejected = ApiError::Forbidden(refusal());
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        policy.over();
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Probe);
    }

    #[test]
    fn the_account_is_believed_when_it_says_the_same_three_times_in_a_row() {
        let mut policy = FailurePolicy::new(Patience::default());
        assert!(!policy.believes(TestOutcome::KeyRejected));
        assert!(!policy.believes(TestOutcome::KeyRejected));
        assert!(!policy.believes(TestOutcome::NoEcommerce));
        assert!(!policy.believes(TestOutcome::NoEcommerce));
        assert!(policy.believes(TestOutcome::NoEcommerce));
    }

    #[test]
    fn activecampaign_says_how_long_the_pause_is() {
        let mut policy = FailurePolicy::new(Patience::default());
        let maintenance = ApiError::Unavailable {
            after: Some(120),
            refusal: refusal(),
        };
        let two_minutes = Some(Duration::from_secs(120));
        let expected = Reaction::Hold(PauseReason::Maintenance, two_minutes);
        assert_eq!(policy.react(&maintenance), expected);
    }
}
