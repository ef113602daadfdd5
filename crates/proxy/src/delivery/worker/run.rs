mod outcome;

use std::{sync::Arc, time::Duration};

use contract::transfer::PauseReason;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{
    Worker,
    eligibility::Eligibility,
    ready_queue::{Part, ReadyQueue},
};
use crate::{
    activecampaign::{ApiError, Cancellation},
    clock,
    delivery::{
        context::DeliveryContext, deliver::Outcome, log_entries, policy::FailurePolicy,
        probe::ProbeResult, supervision::caught,
    },
    store::{Cursor, Error},
};

/// Number of concurrent tasks. The rate limiter limits the calls; concurrency covers slow
/// responses.
const TASKS: usize = 32;
/// Number of entries per fetch.
const FETCH: i64 = 256;
/// From this number of entries on, no old orders are fetched.
const MOST_OLD: usize = 128;
/// Maximum number of entries in memory.
const MOST: usize = 20_000;

/// Why a run ended.
pub(super) enum Ended {
    /// No work is left, or nothing may be sent.
    Idle,
    /// The settings changed.
    Changed,
    /// The lease was lost: another proxy may process the queue.
    Lost,
}

/// Result of a task.
enum Done {
    /// A delivery attempt.
    Tried(Cursor, Outcome),
    /// A probe of the account, with the failing entry that caused it, if any. The result is `None`
    /// when no call was made.
    Probed(Option<ProbeResult>, Option<Failing>),
    /// A probe after deliveries succeeded again.
    Recovered(Option<ProbeResult>),
}

/// An entry that keeps failing.
struct Failing {
    cursor: Cursor,
    failure: ApiError,
    /// Whether the failure was counted as the entry's own.
    is_noted: bool,
}

/// A run: the account queue is processed with unchanged settings.
pub(super) struct Run<'a> {
    worker: &'a Worker,
    eligibility: Eligibility,
    context: Arc<DeliveryContext>,
    ready_queue: ReadyQueue,
    tasks: JoinSet<Done>,
    policy: FailurePolicy,
    /// A probe is in progress; no entry starts until it ends.
    is_probing: bool,
    /// No entry starts before this time.
    paused_until: Instant,
    /// The reason of the pause that the database, and so the page, shows.
    shown: Option<PauseReason>,
    /// A *paused* entry was logged and still needs its *resumed* entry.
    logged: bool,
    /// Whether all that waits is in the ready queue, of what is new and of the old orders.
    seen: [bool; 2],
    /// The run is ending: later failures are left to the next run.
    is_over: bool,
    /// Time of the last successful delivery.
    sent_at: Option<Instant>,
    /// An entry whose calls repeatedly return a pause of the whole account. After the pause, a
    /// probe tests whether the account returns it too.
    suspect: Option<Failing>,
    orders: u64,
    carts: u64,
}

impl<'a> Run<'a> {
    pub async fn begin(
        worker: &'a Worker,
        eligibility: Eligibility,
        calls: Cancellation,
    ) -> Result<Self, Error> {
        let engine = &worker.engine;
        let context = DeliveryContext::begin(
            engine,
            eligibility.stored.clone(),
            eligibility.site.clone(),
            worker.ownership.fencing_token(&worker.account),
            calls,
        )
        .await?;
        let mut run = Self {
            worker,
            context: Arc::new(context),
            ready_queue: ReadyQueue::new(engine.limits.patience),
            tasks: JoinSet::new(),
            policy: FailurePolicy::new(engine.limits.patience),
            is_probing: false,
            paused_until: Instant::now(),
            shown: eligibility.pause.map(|pause| pause.reason),
            logged: eligibility.pause.is_some() || eligibility.is_mended,
            seen: [false, !eligibility.sends_old],
            is_over: false,
            sent_at: None,
            suspect: None,
            orders: 0,
            carts: 0,
            eligibility,
        };
        if let Some(rest) = run.eligibility.rest() {
            run.pause_calls(Duration::from_millis(rest));
        }
        Ok(run)
    }

    /// Works until no work is left, the settings change, or the proxy stops. Then waits for the
    /// calls in flight, and starts no further call.
    pub async fn work(mut self) -> Result<Ended, Error> {
        let ended = self.until_end().await;
        self.is_over = true;
        self.context.end();
        let was_stopped = self.shown.is_some();
        while let Some(done) = self.tasks.join_next().await {
            let Ok(done) = done else { continue };
            self.handle_outcome(done).await?;
        }
        if self.orders + self.carts > 0 {
            self.context
                .note(log_entries::sent(self.orders, self.carts))
                .await?;
        }
        match ended {
            // A call that was in flight when the account queue paused succeeded: the pause had no
            // cause.
            Ok(Ended::Idle) if was_stopped && self.shown.is_none() => Ok(Ended::Changed),
            ended => ended,
        }
    }

    async fn until_end(&mut self) -> Result<Ended, Error> {
        let worker = self.worker;
        loop {
            if worker.ownership.is_lost() {
                return Ok(Ended::Lost);
            }
            if worker.registry.stopping.is_cancelled() {
                return Ok(Ended::Idle);
            }
            if self.context.is_ended() {
                return Ok(Ended::Changed);
            }
            self.start_ready().await?;
            if self.tasks.is_empty() && self.ready_queue.len() == 0 && self.seen == [true; 2] {
                return Ok(Ended::Idle);
            }
            let next = self.next_start();
            tokio::select! {
                // Checked first: cancelled calls prove nothing about the account.
                biased;
                () = worker.ownership.lost() => {}
                () = worker.registry.stopping.cancelled() => {}
                () = self.context.ended() => {}
                Some(done) = self.tasks.join_next() => {
                    // Tasks catch their panics. A cancelled task left its entry marked as in
                    // flight; the next run sends it.
                    let Ok(done) = done else { return Ok(Ended::Changed) };
                    if let Some(ended) = self.handle_outcome(done).await? {
                        return Ok(ended);
                    }
                }
                () = worker.wake_up.wait() => {
                    if let Some(ended) = self.check_settings().await? {
                        return Ok(ended);
                    }
                }
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {}
            }
        }
    }

    /// Handles a wake-up: reads the settings and the pause again, and fetches new entries.
    async fn check_settings(&mut self) -> Result<Option<Ended>, Error> {
        let engine = &self.worker.engine;
        match Eligibility::of(engine, &self.worker.account).await? {
            None => return Ok(Some(Ended::Idle)),
            Some(now) if self.eligibility.differs(&now) => {
                // A refused connection waits for a changed URL of the site.
                if self.shown == Some(PauseReason::ConnectionRefused)
                    && now.site != self.eligibility.site
                {
                    let name = &self.eligibility.stored.account.account_name;
                    self.context.writes().resume().await?;
                    engine.activecampaign.resume(name);
                }
                return Ok(Some(Ended::Changed));
            }
            Some(now) if now.pause.is_none() && self.shown.is_some() => {
                self.shown = None;
                self.paused_until = Instant::now();
                self.policy.reset();
                self.ready_queue.rested();
                let name = &self.eligibility.stored.account.account_name;
                engine.activecampaign.resume(name);
            }
            Some(_) => {}
        }
        self.seen = [false, !self.eligibility.sends_old];
        self.ready_queue.rewind_old();
        Ok(None)
    }

    async fn start_ready(&mut self) -> Result<(), Error> {
        if self.may_start()
            && self.paused_until <= Instant::now()
            && let Some(suspect) = self.suspect.take()
        {
            self.probe(Some(suspect));
        }
        while self.may_start() && self.paused_until <= Instant::now() {
            match self.ready_queue.start(Instant::now()) {
                Some(cursor) => {
                    self.tasks.spawn(send(Arc::clone(&self.context), cursor));
                }
                None if self.fetch().await? => {}
                None => break,
            }
        }
        Ok(())
    }

    fn may_start(&self) -> bool {
        !self.is_probing && self.tasks.len() < TASKS
    }

    /// Takes what comes next into the ready queue. `false` when there is nothing, or no room.
    async fn fetch(&mut self) -> Result<bool, Error> {
        let outbox = self.context.engine.store.outbox();
        let kinds = self.eligibility.kinds();
        for (part, most) in [(Part::New, MOST), (Part::Old, MOST_OLD)] {
            // Limits the old orders, so that new items always find room.
            if self.seen[part as usize] || self.ready_queue.len() >= most {
                continue;
            }
            let end = self.ready_queue.end(part);
            let entries = outbox
                .waiting(&self.worker.account, kinds, end, FETCH)
                .await?;
            if !entries.is_empty() {
                self.ready_queue
                    .extend(part, entries, clock::now_milliseconds());
                return Ok(true);
            }
            self.seen[part as usize] = true;
        }
        Ok(false)
    }

    /// The time of the next wake-up without any event.
    fn next_start(&self) -> Option<Instant> {
        if !self.may_start() {
            return None;
        }
        let now = Instant::now();
        if self.paused_until > now {
            return Some(self.paused_until);
        }
        self.ready_queue
            .next_rested(now)
            .map(|rested| rested.max(now))
    }
}

/// Sends one item. A panic counts as a failure of the item, with the usual retries.
async fn send(context: Arc<DeliveryContext>, cursor: Cursor) -> Done {
    let outcome = caught("delivery of an item", context.send(cursor.id)).await;
    let outcome = outcome.unwrap_or_else(|_| {
        let failure = ApiError::internal("delivery panicked".to_owned());
        Outcome::Retry(failure.into())
    });
    Done::Tried(cursor, outcome)
}

/// Probes the account. Returns `None` when no call was made or the probe panicked.
async fn probe(context: Arc<DeliveryContext>) -> Option<ProbeResult> {
    let probed = caught("account probe", context.probe()).await;
    probed.ok().flatten()
}
