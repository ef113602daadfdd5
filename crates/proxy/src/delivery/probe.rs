//! When calls fail for a reason that may be the account's, the account itself is asked, as a
//! merchant's *Test Connessione* does.

use std::time::{Duration, Instant};

use contract::{ConnectionTest, TestOutcome, transfer::PauseReason};

use super::{context::DeliveryContext, policy::FailurePolicy};
use crate::{clock, store::Error};

/// What asking found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The account works.
    Fine,
    /// It does not, if it is to be believed: it is asked again after a while.
    Doubt(Duration),
    /// It will not for a while.
    Hold(PauseReason, Duration),
    /// It will not until somebody changes something.
    Stop(PauseReason),
}

/// What the account said.
#[derive(Debug)]
pub(super) struct Asked {
    test: ConnectionTest,
    /// 503: it says nothing of the account itself.
    is_unavailable: bool,
}

impl DeliveryContext {
    /// Asks the account. `None` when it was not called: the proxy stops, or others work on it.
    pub(super) async fn ask(&self) -> Option<Asked> {
        let started = Instant::now();
        let tested = self.urgent_client().test(&self.stored.site).await;
        let result = tested.ok()?;
        let account = self.stored.account.id.as_str();
        tracing::info!(
            account,
            outcome = result.outcome.code(),
            "account asked by its queue"
        );
        let test = ConnectionTest {
            outcome: result.outcome,
            at: clock::now(),
            duration_ms: started.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
            user: result.user,
            retry_after_seconds: result.retry_after_seconds,
            stale: false,
        };
        Some(Asked {
            test,
            is_unavailable: result.is_unavailable,
        })
    }

    /// Shows what the account said as its last test.
    pub(super) async fn show(&self, asked: &Asked) -> Result<(), Error> {
        self.writes().record_test(&self.stored, &asked.test).await
    }
}

impl Asked {
    /// Whether all is well.
    pub(super) fn is_fine(&self) -> bool {
        self.test.outcome == TestOutcome::Ok
    }

    /// What it means for the account queue.
    pub(super) fn verdict(&self, policy: &mut FailurePolicy) -> Verdict {
        let outcome = self.test.outcome;
        let is_believed = policy.believes(outcome);
        if self.is_for_the_merchant() && !is_believed {
            return Verdict::Doubt(policy.next_wait());
        }
        let after = self.test.retry_after_seconds;
        let after = after.map(|seconds| Duration::from_secs(seconds.into()));
        match outcome {
            TestOutcome::Ok => Verdict::Fine,
            TestOutcome::KeyRejected => Verdict::Stop(PauseReason::KeyRejected),
            // A page or a redirect in place of an answer says so, and comes by mistake too.
            TestOutcome::AccountNotFound => {
                Verdict::Hold(PauseReason::AccountNotFound, policy.next_wait())
            }
            TestOutcome::NoEcommerce => Verdict::Hold(PauseReason::NoEcommerce, policy.recheck()),
            TestOutcome::AccountSuspended if self.is_unavailable => Verdict::Hold(
                PauseReason::Maintenance,
                after.unwrap_or_else(|| policy.next_wait()),
            ),
            TestOutcome::AccountSuspended => {
                Verdict::Hold(PauseReason::AccountSuspended, policy.recheck())
            }
            TestOutcome::RateLimited => Verdict::Hold(
                PauseReason::RateLimited,
                after.unwrap_or_default().max(Duration::from_secs(1)),
            ),
            TestOutcome::Unreachable | TestOutcome::UnexpectedAnswer => {
                Verdict::Hold(PauseReason::Unreachable, policy.next_wait())
            }
        }
    }

    /// Whether it is something that a merchant can mend.
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
