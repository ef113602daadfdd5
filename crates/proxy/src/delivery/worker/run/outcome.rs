mod failure;

use std::{sync::Arc, time::Duration};

use contract::transfer::{PauseReason, TransferKind};
use tokio::time::Instant;

use super::{Done, Ended, Failing, Run, ask};
use crate::{
    activecampaign::LONGEST_PAUSE,
    clock,
    delivery::{
        deliver::Outcome,
        log_entries,
        policy::SUSPICIOUS,
        probe::{Asked, Verdict},
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
            Done::Tried(cursor, outcome) => self.tried(cursor, outcome).await,
            Done::Asked(Some(asked), denied) => self.heard(&asked, denied).await,
            Done::Asked(None, _) => {
                self.is_asking = false;
                let wait = self.policy.next_wait();
                self.hold_calls(wait);
                Ok(None)
            }
            Done::Recovered(asked) => {
                // Replaces the shown test result, whose problem is solved, in the account list.
                if let Some(asked) = asked.filter(Asked::is_fine) {
                    self.context.show(&asked).await?;
                }
                Ok(None)
            }
        }
    }

    async fn tried(&mut self, cursor: Cursor, outcome: Outcome) -> Result<Option<Ended>, Error> {
        match outcome {
            Outcome::Sent(kind) => {
                match kind {
                    TransferKind::Order => self.orders += 1,
                    TransferKind::Cart => self.carts += 1,
                }
                self.succeeded().await?;
                self.leave_or_again(cursor).await?;
            }
            Outcome::Withdrawn => {
                self.succeeded().await?;
                self.leave_or_again(cursor).await?;
            }
            Outcome::Refused => {
                self.policy.over();
                self.leave_or_again(cursor).await?;
            }
            Outcome::Moved => self.leave_or_again(cursor).await?,
            Outcome::Retry(trouble) => self.trouble(cursor, trouble).await?,
        }
        Ok(None)
    }

    /// Removes the entry, unless a newer version of the item arrived during the delivery.
    async fn leave_or_again(&mut self, cursor: Cursor) -> Result<(), Error> {
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

    async fn succeeded(&mut self) -> Result<(), Error> {
        self.sent_at = Some(Instant::now());
        self.policy.over();
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
                .spawn(async move { Done::Recovered(ask(context).await) });
        }
        Ok(())
    }

    /// Starts a probe in the background, because somebody may change the account meanwhile.
    pub(super) fn ask(&mut self, because: Option<Failing>) {
        if !std::mem::replace(&mut self.is_asking, true) {
            let context = Arc::clone(&self.context);
            self.tasks
                .spawn(async move { Done::Asked(ask(context).await, because) });
        }
    }

    async fn heard(
        &mut self,
        asked: &Asked,
        because: Option<Failing>,
    ) -> Result<Option<Ended>, Error> {
        self.is_asking = false;
        if self.is_over {
            return Ok(None);
        }
        let verdict = asked.verdict(&mut self.policy);
        if asked.is_for_the_merchant() && !matches!(verdict, Verdict::Doubt(_)) {
            self.context.show(asked).await?;
        }
        match verdict {
            Verdict::Fine => {
                self.policy.cleared();
                return self.works(because).await;
            }
            Verdict::Doubt(wait) => self.hold_calls(wait),
            Verdict::Hold(reason, wait) => {
                self.forgive().await?;
                self.hold(reason, wait).await?;
            }
            Verdict::Stop(reason) => {
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
    async fn works(&mut self, because: Option<Failing>) -> Result<Option<Ended>, Error> {
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
                self.tried(cursor, outcome).await
            }
            false => self.outage().await,
        }
    }

    /// Pauses the account queue because no delivery succeeds, whatever the probe returned.
    async fn outage(&mut self) -> Result<Option<Ended>, Error> {
        self.forgive().await?;
        let wait = self.policy.next_wait();
        self.hold(PauseReason::Unreachable, wait).await?;
        Ok(None)
    }

    /// Resets the recent failures, because the account caused them.
    async fn forgive(&mut self) -> Result<(), Error> {
        self.ready_queue.forgive();
        self.context.writes().forgive().await
    }

    /// Pauses the account queue: no entry starts, and tasks in flight make no further call. Limits
    /// the wait that ActiveCampaign requests to one hour.
    async fn hold(&mut self, reason: PauseReason, asked: Duration) -> Result<(), Error> {
        let longer = (asked > LONGEST_PAUSE).then(|| log_entries::asked_for(asked));
        if longer.is_some() {
            let account = self.worker.account.as_str();
            let seconds = asked.as_secs();
            tracing::warn!(account, seconds, "Retry-After limited to one hour");
        }
        self.hold_with(reason, asked, longer).await
    }

    /// Pauses the account queue, with details for the log entry.
    async fn hold_with(
        &mut self,
        reason: PauseReason,
        asked: Duration,
        details: Option<String>,
    ) -> Result<(), Error> {
        let wait = asked.min(LONGEST_PAUSE);
        self.hold_calls(wait);
        let until = clock::now_milliseconds().saturating_add(clock::milliseconds(wait));
        let pause = Pause {
            reason,
            until: Some(until),
        };
        self.show(pause, details).await
    }

    pub(super) fn hold_calls(&mut self, wait: Duration) {
        self.held_until = self.held_until.max(Instant::now() + wait);
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
