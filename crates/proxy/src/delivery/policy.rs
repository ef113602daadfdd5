pub(super) mod backoff;

use std::time::Duration;

use contract::{TestOutcome, transfer::PauseReason};

use crate::{activecampaign::ApiError, limits::Patience};

/// Number of consecutive failures of unclear cause that starts a probe of the account.
pub(super) const SUSPICIOUS: u32 = 5;
/// Number of consecutive rejections that starts a probe of the account, and number of identical
/// probe results in a row that the proxy acts on. 403 is reported to occur by mistake at times.
const REJECTED: u32 = 3;

/// Failures of an account since the last success.
#[derive(Debug)]
pub(super) struct FailurePolicy {
    patience: Patience,
    unclear: u32,
    rejected: u32,
    /// The last probe result, and how often in a row it occurred.
    last_probe: Option<(TestOutcome, u32)>,
    waits: u32,
}

/// Reaction of an account queue to a failure.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// The item rests, the others continue.
    Rest,
    /// The whole account queue pauses, for the given time or with a growing wait.
    Pause(PauseReason, Option<Duration>),
    /// The item rests, and the account is probed.
    Probe,
}

impl FailurePolicy {
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            unclear: 0,
            rejected: 0,
            last_probe: None,
            waits: 0,
        }
    }

    /// Resets all counters after a success.
    pub fn reset(&mut self) {
        *self = Self::new(self.patience);
    }

    /// Resets the failure counters after a probe found no problem.
    pub fn probe_passed(&mut self) {
        (self.unclear, self.rejected) = (0, 0);
    }

    /// Records a probe result. Returns whether it occurred often enough in a row to act on it.
    pub fn confirms(&mut self, outcome: TestOutcome) -> bool {
        let before = self
            .last_probe
            .filter(|(last_probe, _)| *last_probe == outcome);
        let times = before.map_or(0, |(_, times)| times).saturating_add(1);
        self.last_probe = Some((outcome, times));
        times >= REJECTED
    }

    /// What a failure means for the account queue.
    pub fn react(&mut self, failure: &ApiError) -> Reaction {
        let seconds = |after: u32| Duration::from_secs(after.into());
        match failure {
            ApiError::RateLimited { after, .. } => {
                Reaction::Pause(PauseReason::RateLimited, Some(seconds(after.unwrap_or(1))))
            }
            ApiError::Unavailable { after, .. } => {
                Reaction::Pause(PauseReason::Maintenance, after.map(seconds))
            }
            ApiError::Forbidden(_) | ApiError::NoEcommerce(_) | ApiError::Unpaid(_) => {
                self.rejected += 1;
                Self::ask_from(self.rejected, REJECTED)
            }
            // Refused items become dead letters earlier, so this refusal concerns what every item
            // needs: the connection.
            ApiError::Refused(_) => {
                Reaction::Pause(PauseReason::ConnectionRefused, Some(self.patience.recheck))
            }
            // Proves nothing about the item or the account.
            ApiError::NotCalled(_) => Reaction::Rest,
            ApiError::Unclear { .. } | ApiError::Gone(_) => {
                self.unclear += 1;
                Self::ask_from(self.unclear, SUSPICIOUS)
            }
        }
    }

    /// The wait before the next attempt when ActiveCampaign names none; grows each time.
    pub fn next_wait(&mut self) -> Duration {
        let wait = backoff::delay(&self.patience, self.waits);
        self.waits += 1;
        wait
    }

    /// How long an item rests after a failure that concerns every item.
    pub fn rest(&self) -> Duration {
        backoff::delay(&self.patience, self.unclear + self.rejected)
    }

    /// How long to wait for a problem that the merchant or ActiveCampaign has to solve.
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
            status: None,
            request_id: None,
        }
    }

    #[test]
    fn three_rejections_in_a_row_start_a_probe() {
        let mut policy = FailurePolicy::new(Patience::default());
        let rejected = ApiError::Forbidden(refusal());
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        policy.reset();
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Rest);
        assert_eq!(policy.react(&rejected), Reaction::Probe);
    }

    #[test]
    fn a_probe_result_counts_after_three_identical_results_in_a_row() {
        let mut policy = FailurePolicy::new(Patience::default());
        assert!(!policy.confirms(TestOutcome::KeyRejected));
        assert!(!policy.confirms(TestOutcome::KeyRejected));
        assert!(!policy.confirms(TestOutcome::NoEcommerce));
        assert!(!policy.confirms(TestOutcome::NoEcommerce));
        assert!(policy.confirms(TestOutcome::NoEcommerce));
    }

    #[test]
    fn a_pause_lasts_as_long_as_activecampaign_requests() {
        let mut policy = FailurePolicy::new(Patience::default());
        let maintenance = ApiError::Unavailable {
            after: Some(120),
            refusal: refusal(),
        };
        let two_minutes = Some(Duration::from_secs(120));
        let expected = Reaction::Pause(PauseReason::Maintenance, two_minutes);
        assert_eq!(policy.react(&maintenance), expected);
    }
}
