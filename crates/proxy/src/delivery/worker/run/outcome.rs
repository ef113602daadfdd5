mod failure;

use std::{sync::Arc, time::Duration};

use contract::transfer::{PauseReason, TransferKind};
use tokio::time::Instant;

use super::{Done, Ended, Failing, Run, probe};
use crate::{
    activecampaign::LONGEST_PAUSE,
    clock,
    delivery::{
        deliver::Outcome,
        log_entries,
        policy::SUSPICIOUS,
        probe::{ProbeResult, Verdict},
    },
    store::{Cursor, Error, Pause},
};

/// Number of failing entries that count as an outage of the account when no delivery succeeds,
/// whatever the probe returns.
const OUTAGE: usize = 3;
/// Shorter pauses are not logged.
const WORTH_A_ROW: Duration = Duration::from_secs(30);

impl Run<'_> {
    /// Handles the result of a task, for its entry and for the account queue.
    pub(super) async fn handle_outcome(&mut self, done: Done) -> Result<Option<Ended>, Error> {
        match done {
            Done::Tried(cursor, outcome) => self.handle_tried(cursor, outcome).await,
            Done::Probed(Some(probed), because) => self.handle_probe(&probed, because).await,
            Done::Probed(None, _) => {
                self.is_probing = false;
                let wait = self.policy.next_wait();
                self.pause_calls(wait);
                Ok(None)
            }
            Done::Recovered(probed) => {
                // Replaces the shown test result, whose problem is solved, in the account list.
                if let Some(probed) = probed.filter(ProbeResult::is_fine) {
                    self.context.show(&probed).await?;
                }
                Ok(None)
            }
        }
    }

    async fn handle_tried(
        &mut self,
        cursor: Cursor,
        outcome: Outcome,
    ) -> Result<Option<Ended>, Error> {
        match outcome {
            Outcome::Sent(kind) => {
                match kind {
                    TransferKind::Order => self.orders += 1,
                    TransferKind::Cart => self.carts += 1,
                }
                self.handle_success().await?;
                self.remove_or_requeue(cursor).await?;
            }
            Outcome::Withdrawn => {
                self.handle_success().await?;
                self.remove_or_requeue(cursor).await?;
            }
            Outcome::Refused => {
                self.policy.reset();
                self.remove_or_requeue(cursor).await?;
            }
            Outcome::Moved => self.remove_or_requeue(cursor).await?,
            Outcome::Retry(error) => {
                let attempt = error.attempt();
                self.retry(cursor, error).await?;
                // Listed after the failure was counted: a proxy that stops in between loses the
                // entry of the list only.
                if let Some(attempt) = attempt {
                    self.context.add_attempt(cursor.id, attempt).await;
                }
            }
        }
        Ok(None)
    }

    /// Removes the entry, unless a newer version of the item arrived during the delivery.
    async fn remove_or_requeue(&mut self, cursor: Cursor) -> Result<(), Error> {
        let outbox = self.context.engine.store.outbox();
        match outbox.load(cursor.id).await? {
            Some(work) if self.may_leave(work.kind) => self.ready_queue.renew(cursor),
            _ => self.ready_queue.remove(cursor),
        }
        Ok(())
    }

    fn may_leave(&self, kind: TransferKind) -> bool {
        let kinds = self.eligibility.kinds();
        match kind {
            TransferKind::Order => kinds.orders,
            TransferKind::Cart => kinds.carts,
        }
    }

    async fn handle_success(&mut self) -> Result<(), Error> {
        self.sent_at = Some(Instant::now());
        self.policy.reset();
        let shown = self.shown.take();
        if shown.is_some() {
            self.ready_queue.rested();
            self.context.writes().resume().await?;
        }
        if std::mem::take(&mut self.logged) {
            self.context.note(log_entries::resumed()).await?;
        }
        if shown.is_some_and(was_shown_as_test) {
            let context = Arc::clone(&self.context);
            self.tasks
                .spawn(async move { Done::Recovered(probe(context).await) });
        }
        Ok(())
    }

    /// Starts a probe in the background, because somebody may change the account meanwhile.
    pub(super) fn probe(&mut self, because: Option<Failing>) {
        if !std::mem::replace(&mut self.is_probing, true) {
            let context = Arc::clone(&self.context);
            self.tasks
                .spawn(async move { Done::Probed(probe(context).await, because) });
        }
    }

    async fn handle_probe(
        &mut self,
        probed: &ProbeResult,
        because: Option<Failing>,
    ) -> Result<Option<Ended>, Error> {
        self.is_probing = false;
        if self.is_over {
            return Ok(None);
        }
        let verdict = probed.verdict(&mut self.policy);
        if probed.is_for_the_merchant() && !matches!(verdict, Verdict::Unconfirmed(_)) {
            self.context.show(probed).await?;
        }
        match verdict {
            Verdict::Fine => {
                self.policy.probe_passed();
                return self.handle_fine(because).await;
            }
            Verdict::Unconfirmed(wait) => self.pause_calls(wait),
            Verdict::Pause(reason, wait) => {
                self.forgive().await?;
                self.pause(reason, wait).await?;
            }
            Verdict::PauseUntilChanged(reason) => {
                self.forgive().await?;
                let until = None;
                self.show(Pause { reason, until }, None).await?;
                return Ok(Some(Ended::Idle));
            }
        }
        Ok(None)
    }

    /// Handles a probe without a problem. The failing item becomes a dead letter, unless several
    /// items fail and no delivery succeeds: that is an outage of the account.
    async fn handle_fine(&mut self, because: Option<Failing>) -> Result<Option<Ended>, Error> {
        let Some(Failing {
            cursor,
            failure,
            is_noted,
        }) = because
        else {
            return match self.ready_queue.failing() < SUSPICIOUS as usize {
                true => Ok(None),
                false => self.outage().await,
            };
        };
        if !is_noted {
            self.failed(cursor).await?;
        }
        if !self.ready_queue.is_exhausted(cursor, Instant::now()) {
            return Ok(None);
        }
        let since = self.ready_queue.failing_since(cursor);
        match self.ready_queue.failing() < OUTAGE || self.others_got_through(since) {
            true => {
                let outcome = self.context.give_up(cursor.id, &failure).await;
                self.handle_tried(cursor, outcome).await
            }
            false => self.outage().await,
        }
    }

    /// Pauses the account queue because no delivery succeeds, whatever the probe returned.
    async fn outage(&mut self) -> Result<Option<Ended>, Error> {
        self.forgive().await?;
        let wait = self.policy.next_wait();
        self.pause(PauseReason::Unreachable, wait).await?;
        Ok(None)
    }

    /// Resets the recent failures, because the account caused them.
    async fn forgive(&mut self) -> Result<(), Error> {
        self.ready_queue.forgive();
        self.context.writes().forgive().await
    }

    /// Pauses the account queue: no entry starts, and tasks in flight make no further call. Limits
    /// the wait that ActiveCampaign requests to one hour.
    async fn pause(&mut self, reason: PauseReason, requested: Duration) -> Result<(), Error> {
        let longer = (requested > LONGEST_PAUSE).then(|| log_entries::requested_pause(requested));
        if longer.is_some() {
            let account = self.worker.account.as_str();
            let seconds = requested.as_secs();
            tracing::warn!(account, seconds, "Retry-After limited to one hour");
        }
        self.pause_with(reason, requested, longer).await
    }

    /// Pauses the account queue, with details for the log entry.
    async fn pause_with(
        &mut self,
        reason: PauseReason,
        requested: Duration,
        details: Option<String>,
    ) -> Result<(), Error> {
        let wait = requested.min(LONGEST_PAUSE);
        self.pause_calls(wait);
        let until = clock::now_milliseconds().saturating_add(clock::milliseconds(wait));
        let pause = Pause {
            reason,
            until: Some(until),
        };
        self.show(pause, details).await
    }

    pub(super) fn pause_calls(&mut self, wait: Duration) {
        self.paused_until = self.paused_until.max(Instant::now() + wait);
        let name = &self.eligibility.stored.account.account_name;
        self.context.engine.activecampaign.hold(name, wait);
    }

    /// Records the pause in the database, and logs it with details when it is new and long enough.
    async fn show(&mut self, pause: Pause, details: Option<String>) -> Result<(), Error> {
        let Pause { reason, until } = pause;
        self.context.writes().pause(pause).await?;
        let long = until.is_none_or(|until| {
            until - clock::now_milliseconds() >= clock::milliseconds(WORTH_A_ROW)
        });
        let is_news = self.shown != Some(reason) || !self.logged;
        self.shown = Some(reason);
        if long && is_news {
            self.logged = true;
            self.context
                .note(log_entries::paused(reason, until, details))
                .await?;
        }
        Ok(())
    }
}

/// Whether the last connection test of the account shows the same problem.
fn was_shown_as_test(reason: PauseReason) -> bool {
    matches!(
        reason,
        PauseReason::AccountNotFound | PauseReason::NoEcommerce | PauseReason::AccountSuspended
    )
}
