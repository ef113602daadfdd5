//! When calls fail for a reason that may be the account's, the account itself is asked, as a
//! merchant's *Test Connessione* does.

use std::time::{Duration, Instant};

use contract::{ConnectionTest, TestOutcome, transfer::PauseReason};

use super::{setback::Setbacks, shift::Shift};
use crate::{clock, error::Error};

/// What asking found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Diagnosis {
    /// The account works.
    Fine,
    /// It will not for a while.
    Hold(PauseReason, Duration),
    /// It will not until somebody changes something.
    Stop(PauseReason),
}

impl Shift {
    /// Asks the account. What a merchant can mend is shown as the account's last test.
    pub(super) async fn diagnose(&self, setbacks: &mut Setbacks) -> Result<Diagnosis, Error> {
        let test = self.ask().await;
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let diagnosis = match test.outcome {
            TestOutcome::Ok => Diagnosis::Fine,
            TestOutcome::KeyRejected => Diagnosis::Stop(PauseReason::KeyRejected),
            // A page or a redirect in place of an answer says so, and comes by mistake too.
            TestOutcome::AccountNotFound => {
                Diagnosis::Hold(PauseReason::AccountNotFound, setbacks.next_wait())
            }
            TestOutcome::NoEcommerce => {
                Diagnosis::Hold(PauseReason::NoEcommerce, setbacks.recheck())
            }
            TestOutcome::AccountSuspended => match test.retry_after_seconds {
                Some(after) => Diagnosis::Hold(PauseReason::Maintenance, seconds(after)),
                None => Diagnosis::Hold(PauseReason::AccountSuspended, setbacks.recheck()),
            },
            TestOutcome::RateLimited => {
                let after = test.retry_after_seconds.unwrap_or(1).max(1);
                Diagnosis::Hold(PauseReason::RateLimited, seconds(after))
            }
            TestOutcome::Unreachable | TestOutcome::UnexpectedAnswer => {
                Diagnosis::Hold(PauseReason::Unreachable, setbacks.next_wait())
            }
        };
        if is_for_the_merchant(test.outcome) {
            self.show(&test).await?;
        }
        Ok(diagnosis)
    }

    /// What the account was shown to have is over: the list must not say otherwise.
    pub(super) async fn show_recovery(&self) -> Result<(), Error> {
        let test = self.ask().await;
        self.show(&test).await
    }

    async fn ask(&self) -> ConnectionTest {
        let started = Instant::now();
        let result = self.urgent_client().test(&self.stored.site).await;
        let account = self.stored.account.id.as_str();
        tracing::info!(
            account,
            outcome = result.outcome.code(),
            "account asked by its lane"
        );
        ConnectionTest {
            outcome: result.outcome,
            at: clock::now(),
            duration_ms: started.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
            user: result.user,
            retry_after_seconds: result.retry_after_seconds,
            stale: false,
        }
    }

    async fn show(&self, test: &ConnectionTest) -> Result<(), Error> {
        let accounts = self.engine.store.accounts();
        accounts.record_test(&self.stored, test).await.map(drop)
    }
}

fn is_for_the_merchant(outcome: TestOutcome) -> bool {
    matches!(
        outcome,
        TestOutcome::KeyRejected
            | TestOutcome::AccountNotFound
            | TestOutcome::NoEcommerce
            | TestOutcome::AccountSuspended
    )
}
