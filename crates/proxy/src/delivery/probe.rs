//! Probe of an account: when calls fail for a reason that may concern the whole account, the proxy
//! runs the same test as a merchant's *Test Connessione*.

use std::time::{Duration, Instant};

use contract::{ConnectionTest, TestOutcome, transfer::PauseReason};

use super::{context::DeliveryContext, policy::FailurePolicy};
use crate::{clock, store::Error};

/// What a probe result means for the account queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The account works.
    Fine,
    /// The result needs confirmation: probe again after this wait.
    Unconfirmed(Duration),
    /// The account is not usable for this long.
    Pause(PauseReason, Duration),
    /// The account is not usable until somebody changes something.
    PauseUntilChanged(PauseReason),
}

/// Result of a probe.
#[derive(Debug)]
pub(super) struct ProbeResult {
    test: ConnectionTest,
    /// The response was 503, which proves nothing about the account itself.
    is_unavailable: bool,
}

impl DeliveryContext {
    /// Probes the account. `None` when no call was made: the proxy stops, or the queue is lost.
    pub(super) async fn probe(&self) -> Option<ProbeResult> {
        let started = Instant::now();
        let tested = self.urgent_client().test(&self.stored.site).await;
        let result = tested.ok()?;
        let account = self.stored.account.id.as_str();
        tracing::info!(account, outcome = result.outcome.code(), "account probed");
        let test = ConnectionTest {
            outcome: result.outcome,
            at: clock::now(),
            duration_ms: started.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
            user: result.user,
            retry_after_seconds: result.retry_after_seconds,
            stale: false,
        };
        Some(ProbeResult {
            test,
            is_unavailable: result.is_unavailable,
        })
    }

    /// Records the result as the last connection test of the account.
    pub(super) async fn show(&self, probed: &ProbeResult) -> Result<(), Error> {
        self.writes().record_test(&self.stored, &probed.test).await
    }
}

impl ProbeResult {
    pub(super) fn is_fine(&self) -> bool {
        self.test.outcome == TestOutcome::Ok
    }

    /// What the result means for the account queue.
    pub(super) fn verdict(&self, policy: &mut FailurePolicy) -> Verdict {
        let outcome = self.test.outcome;
        let is_confirmed = policy.confirms(outcome);
        if self.is_for_the_merchant() && !is_confirmed {
            return Verdict::Unconfirmed(policy.next_wait());
        }
        let after = self.test.retry_after_seconds;
        let after = after.map(|seconds| Duration::from_secs(seconds.into()));
        match outcome {
            TestOutcome::Ok => Verdict::Fine,
            TestOutcome::KeyRejected => Verdict::PauseUntilChanged(PauseReason::KeyRejected),
            // Concluded from an HTML page or a redirect instead of an API response, which also
            // occur by mistake.
            TestOutcome::AccountNotFound => {
                Verdict::Pause(PauseReason::AccountNotFound, policy.next_wait())
            }
            TestOutcome::NoEcommerce => Verdict::Pause(PauseReason::NoEcommerce, policy.recheck()),
            TestOutcome::AccountSuspended if self.is_unavailable => Verdict::Pause(
                PauseReason::Maintenance,
                after.unwrap_or_else(|| policy.next_wait()),
            ),
            TestOutcome::AccountSuspended => {
                Verdict::Pause(PauseReason::AccountSuspended, policy.recheck())
            }
            TestOutcome::RateLimited => Verdict::Pause(
                PauseReason::RateLimited,
                after.unwrap_or_default().max(Duration::from_secs(1)),
            ),
            TestOutcome::Unreachable | TestOutcome::UnexpectedAnswer => {
                Verdict::Pause(PauseReason::Unreachable, policy.next_wait())
            }
        }
    }

    /// Whether the merchant can solve the problem.
    pub(super) fn is_for_the_merchant(&self) -> bool {
        !self.is_unavailable
            && matches!(
                self.test.outcome,
                TestOutcome::KeyRejected
                    | TestOutcome::AccountNotFound
                    | TestOutcome::NoEcommerce
                    | TestOutcome::AccountSuspended
            )
    }
}
