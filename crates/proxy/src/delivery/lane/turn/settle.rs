use std::{sync::Arc, time::Duration};

use contract::transfer::{PauseReason, TransferKind};
use tokio::time::Instant;

use super::{Denied, Done, Ended, Turn, ask};
use crate::{
    activecampaign::{Failure, LONGEST_PAUSE},
    clock,
    delivery::{
        diagnosis::{Asked, Diagnosis},
        journal,
        lane::DATABASE,
        send::Fate,
        setback::Reaction,
        shift::Trouble,
    },
    store::{Cursor, Error, Pause},
};

/// So many denials of one thing, and it is set aside if the account itself works.
const DENIALS: u32 = 8;
/// Shorter pauses are not worth a row of the log.
const WORTH_A_ROW: Duration = Duration::from_secs(30);

impl Turn<'_> {
    /// Notes what a task came to, and what that means for the lane.
    pub(super) async fn settle(&mut self, done: Done) -> Result<Option<Ended>, Error> {
        match done {
            Done::Tried(cursor, fate) => self.tried(cursor, fate).await,
            Done::Asked(Some(asked), denied) => self.heard(&asked, denied).await,
            Done::Asked(None, _) => {
                self.is_asking = false;
                let wait = self.setbacks.next_wait();
                self.hold_calls(wait);
                Ok(None)
            }
            Done::Recovered(asked) => {
                // What the account was shown to have is over: the list must not say otherwise.
                if let Some(asked) = asked.filter(Asked::is_fine) {
                    self.shift.show(&asked).await?;
                }
                Ok(None)
            }
        }
    }

    async fn tried(&mut self, cursor: Cursor, fate: Fate) -> Result<Option<Ended>, Error> {
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
            Fate::Later(trouble) => self.trouble(cursor, &trouble).await?,
        }
        Ok(None)
    }

    /// A newer version may have come while one was sent.
    async fn leave_or_again(&mut self, cursor: Cursor) -> Result<(), Error> {
        let outbox = self.shift.engine.store.outbox();
        match outbox.load(cursor.id).await? {
            Some(work) if self.may_leave(work.kind) => self.window.renew(cursor),
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
        let shown = self.shown.take();
        if shown.is_some() {
            self.window.rested();
            let lanes = self.shift.engine.store.lanes();
            lanes.go_on(&self.lane.account).await?;
        }
        if std::mem::take(&mut self.logged) {
            self.shift.note(journal::resumed()).await?;
        }
        if shown.is_some_and(was_shown_as_test) {
            let shift = Arc::clone(&self.shift);
            self.tasks
                .spawn(async move { Done::Recovered(ask(shift).await) });
        }
        Ok(())
    }

    async fn trouble(&mut self, cursor: Cursor, trouble: &Trouble) -> Result<(), Error> {
        let account = self.lane.account.as_str();
        let (failure, is_its_own) = match trouble {
            Trouble::Failure(failure) => (failure, true),
            Trouble::Needed(failure) => (failure, false),
            Trouble::Store(error) => {
                tracing::error!(account, item = cursor.id, ?error, "not delivered yet");
                self.window.rest(cursor, |_| Instant::now() + DATABASE);
                return Ok(());
            }
        };
        tracing::info!(account, item = cursor.id, %failure, "not delivered yet");
        if self.is_over {
            return Ok(());
        }
        if let Failure::NotCalled(_) = failure {
            // The lease runs out, or the proxy stops: it says nothing of item or account.
            self.window.rest(cursor, |_| Instant::now() + DATABASE);
            return Ok(());
        }
        let stands_still = self.held_until > Instant::now();
        let reaction = self.setbacks.react(failure);
        if let Reaction::Hold(reason, wait) = reaction {
            // The item is not to blame.
            self.window.again(cursor);
            let wait = match wait {
                Some(wait) => wait,
                // All that was under way meets the same pause, and the wait grows once.
                None if stands_still => return Ok(()),
                None => self.setbacks.next_wait(),
            };
            return self.hold(reason, wait).await;
        }
        let setbacks = &self.setbacks;
        self.window
            .rest(cursor, |failures| Instant::now() + setbacks.rest(failures));
        let denied = failure
            .denial()
            .filter(|_| is_its_own && self.window.denied(cursor) >= DENIALS)
            .map(|refusal| Denied(cursor, refusal.clone()));
        // While the lane stands still, what comes back late says nothing new.
        if !stands_still && (reaction == Reaction::Diagnose || denied.is_some()) {
            self.ask(denied);
        }
        Ok(())
    }

    /// Asks the account, beside all else: somebody may change it meanwhile.
    fn ask(&mut self, because: Option<Denied>) {
        if !std::mem::replace(&mut self.is_asking, true) {
            let shift = Arc::clone(&self.shift);
            self.tasks
                .spawn(async move { Done::Asked(ask(shift).await, because) });
        }
    }

    async fn heard(
        &mut self,
        asked: &Asked,
        because: Option<Denied>,
    ) -> Result<Option<Ended>, Error> {
        self.is_asking = false;
        if self.is_over {
            return Ok(None);
        }
        let diagnosis = asked.diagnosis(&mut self.setbacks);
        if asked.is_for_the_merchant() && !matches!(diagnosis, Diagnosis::Doubt(_)) {
            self.shift.show(asked).await?;
        }
        match diagnosis {
            Diagnosis::Fine => {
                self.setbacks.cleared();
                if let Some(Denied(cursor, refusal)) = because {
                    let fate = self.shift.give_up(cursor.id, &refusal).await;
                    return self.tried(cursor, fate).await;
                }
            }
            Diagnosis::Doubt(wait) => self.hold_calls(wait),
            Diagnosis::Hold(reason, wait) => self.hold(reason, wait).await?,
            Diagnosis::Stop(reason) => {
                let until = None;
                self.show(Pause { reason, until }, None).await?;
                return Ok(Some(Ended::Idle));
            }
        }
        Ok(None)
    }

    /// Nothing starts for a while, and what is under way makes no further call. However long
    /// ActiveCampaign asks for, the account is tried again within an hour.
    async fn hold(&mut self, reason: PauseReason, asked: Duration) -> Result<(), Error> {
        let wait = asked.min(LONGEST_PAUSE);
        self.hold_calls(wait);
        let until = clock::now_milliseconds().saturating_add(clock::milliseconds(wait));
        let pause = Pause {
            reason,
            until: Some(until),
        };
        let longer = (asked > wait).then_some(asked);
        self.show(pause, longer).await
    }

    pub(super) fn hold_calls(&mut self, wait: Duration) {
        self.held_until = self.held_until.max(Instant::now() + wait);
        let name = &self.standing.stored.account.account_name;
        self.shift.engine.activecampaign.hold(name, wait);
    }

    /// Tells page and log. `asked` is what ActiveCampaign asked for, where that is not done.
    async fn show(&mut self, pause: Pause, asked: Option<Duration>) -> Result<(), Error> {
        let Pause { reason, until } = pause;
        let engine = Arc::clone(&self.shift.engine);
        engine
            .store
            .lanes()
            .pause(&self.lane.account, pause)
            .await?;
        let long = until.is_none_or(|until| {
            until - clock::now_milliseconds() >= clock::milliseconds(WORTH_A_ROW)
        });
        let is_news = self.shown != Some(reason) || !self.logged;
        self.shown = Some(reason);
        if let Some(asked) = asked {
            let account = self.lane.account.as_str();
            let seconds = asked.as_secs();
            tracing::warn!(account, seconds, "Retry-After is cut short to an hour");
        }
        if long && is_news {
            self.logged = true;
            self.shift
                .note(journal::paused(reason, until, asked))
                .await?;
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
