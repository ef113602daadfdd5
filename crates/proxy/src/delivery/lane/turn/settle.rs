use std::{sync::Arc, time::Duration};

use contract::transfer::{PauseReason, TransferKind};
use tokio::time::Instant;

use super::{Ended, Turn};
use crate::{
    clock,
    delivery::{
        diagnosis::Diagnosis, journal, lane::DATABASE, send::Fate, setback::Reaction,
        shift::Trouble,
    },
    error::Error,
    store::{Cursor, Pause},
};

/// Shorter pauses are not worth a row of the log.
const WORTH_A_ROW: Duration = Duration::from_secs(30);

impl Turn<'_> {
    /// Notes what became of something, and what that means for the lane.
    pub(super) async fn settle(
        &mut self,
        cursor: Cursor,
        fate: Fate,
    ) -> Result<Option<Ended>, Error> {
        match fate {
            Fate::Sent(kind) => {
                match kind {
                    TransferKind::Order => self.orders += 1,
                    TransferKind::Cart => self.carts += 1,
                }
                self.succeeded().await?;
                self.leave_or_again(cursor).await?;
            }
            Fate::Refused => {
                self.setbacks.over();
                self.leave_or_again(cursor).await?;
            }
            Fate::Moved => self.leave_or_again(cursor).await?,
            Fate::Later(trouble) => return self.trouble(cursor, &trouble).await,
        }
        Ok(None)
    }

    /// A newer version may have come while one was sent.
    async fn leave_or_again(&mut self, cursor: Cursor) -> Result<(), Error> {
        let outbox = self.shift.engine.store.outbox();
        match outbox.load(cursor.id).await? {
            Some(work) if self.may_leave(work.kind) => self.window.again(cursor),
            _ => self.window.remove(cursor),
        }
        Ok(())
    }

    fn may_leave(&self, kind: TransferKind) -> bool {
        let kinds = self.standing.kinds();
        match kind {
            TransferKind::Order => kinds.orders,
            TransferKind::Cart => kinds.carts,
        }
    }

    async fn succeeded(&mut self) -> Result<(), Error> {
        self.setbacks.over();
        let Some(reason) = self.shown.take() else {
            return Ok(());
        };
        let engine = &self.shift.engine;
        engine.store.lanes().go_on(&self.lane.account).await?;
        if std::mem::take(&mut self.logged) {
            self.shift.note(journal::resumed()).await?;
        }
        if was_shown_as_test(reason) {
            self.shift.show_recovery().await?;
        }
        Ok(())
    }

    async fn trouble(&mut self, cursor: Cursor, trouble: &Trouble) -> Result<Option<Ended>, Error> {
        let account = self.lane.account.as_str();
        let failure = match trouble {
            Trouble::Failure(failure) => failure,
            Trouble::Store(error) => {
                tracing::error!(account, item = cursor.id, ?error, "not delivered yet");
                self.window.rest(cursor, |_| Instant::now() + DATABASE);
                return Ok(None);
            }
        };
        tracing::info!(account, item = cursor.id, %failure, "not delivered yet");
        if self.is_over {
            return Ok(None);
        }
        let reaction = self.setbacks.react(failure);
        if let Reaction::Hold(reason, wait) = reaction {
            // The item is not to blame.
            self.window.again(cursor);
            self.hold(reason, wait).await?;
            return Ok(None);
        }
        let setbacks = &self.setbacks;
        self.window
            .rest(cursor, |failures| Instant::now() + setbacks.rest(failures));
        // While the lane stands still, what comes back late says nothing new.
        if reaction == Reaction::Rest || self.held_until > Instant::now() {
            return Ok(None);
        }
        let shift = Arc::clone(&self.shift);
        match shift.diagnose(&mut self.setbacks).await? {
            Diagnosis::Fine => self.setbacks.cleared(),
            Diagnosis::Doubt(wait) => self.hold_calls(wait),
            Diagnosis::Hold(reason, wait) => self.hold(reason, wait).await?,
            Diagnosis::Stop(reason) => {
                self.show(reason, None).await?;
                return Ok(Some(Ended::Idle));
            }
        }
        Ok(None)
    }

    /// Nothing starts for a while, and what is under way makes no further call.
    async fn hold(&mut self, reason: PauseReason, wait: Duration) -> Result<(), Error> {
        self.hold_calls(wait);
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let until = clock::now_milliseconds().saturating_add(wait_ms);
        self.show(reason, Some(until)).await
    }

    pub(super) fn hold_calls(&mut self, wait: Duration) {
        self.held_until = self.held_until.max(Instant::now() + wait);
        let name = &self.standing.stored.account.account_name;
        self.shift.engine.activecampaign.hold(name, wait);
    }

    /// Tells page and log.
    async fn show(&mut self, reason: PauseReason, until: Option<i64>) -> Result<(), Error> {
        let engine = Arc::clone(&self.shift.engine);
        let pause = Pause { reason, until };
        engine
            .store
            .lanes()
            .pause(&self.lane.account, pause)
            .await?;
        let long = until.is_none_or(|until| {
            let wait = until - clock::now_milliseconds();
            wait >= i64::try_from(WORTH_A_ROW.as_millis()).unwrap_or(i64::MAX)
        });
        let is_news = self.shown != Some(reason) || !self.logged;
        self.shown = Some(reason);
        if long && is_news {
            self.logged = true;
            self.shift.note(journal::paused(reason, until)).await?;
        }
        Ok(())
    }
}

/// Whether the account's last test says so too.
fn was_shown_as_test(reason: PauseReason) -> bool {
    matches!(
        reason,
        PauseReason::AccountNotFound | PauseReason::NoEcommerce | PauseReason::AccountSuspended
    )
}
