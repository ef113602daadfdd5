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
    activecampaign::ApiError,
    clock,
    delivery::{
        context::DeliveryContext, deliver::Outcome, log_entries, policy::FailurePolicy,
        probe::Asked, supervision::caught,
    },
    store::{Cursor, Error},
};

/// How many things are under way at once. The rate is kept elsewhere; these are for answers that
/// take long.
const TASKS: usize = 32;
/// How many entries are fetched at once.
const FETCH: i64 = 256;
/// With so many entries there are no old orders fetched.
const MOST_OLD: usize = 256;
/// The most entries that are kept.
const MOST: usize = 20_000;

/// Why a run ended.
pub(super) enum Ended {
    /// Nothing is left to do, or nothing may be done.
    Idle,
    /// The settings changed.
    Changed,
    /// Others may work on it by now.
    Lost,
}

/// What a task came to.
enum Done {
    /// Something was tried.
    Tried(Cursor, Outcome),
    /// The account was asked what is the matter, perhaps because of something that fails. It may
    /// not have come to an answer.
    Asked(Option<Asked>, Option<Failing>),
    /// It was asked after things went well again.
    Recovered(Option<Asked>),
}

/// Something that fails again and again.
struct Failing {
    cursor: Cursor,
    failure: ApiError,
    /// Whether the failure was noted as its own.
    is_noted: bool,
}

/// An account queue at work, with settings that stay the same.
pub(super) struct Run<'a> {
    worker: &'a Worker,
    eligibility: Eligibility,
    context: Arc<DeliveryContext>,
    ready_queue: ReadyQueue,
    tasks: JoinSet<Done>,
    policy: FailurePolicy,
    /// The account is being asked; nothing starts until it has answered.
    is_asking: bool,
    /// Until when nothing starts.
    held_until: Instant,
    /// What the database, and so the page, says of a pause.
    shown: Option<PauseReason>,
    /// Whether the log says so too, or of one that is over, and not yet that it is.
    logged: bool,
    /// All that waits is in the ready queue.
    all_seen: bool,
    /// Nothing begins any more: what still fails is for the next run to find out about.
    is_over: bool,
    /// When ActiveCampaign took something last.
    sent_at: Option<Instant>,
    /// What is answered again and again that the account is to rest: once it has, the account is
    /// asked whether it says so too.
    suspect: Option<Failing>,
    orders: u64,
    carts: u64,
}

impl<'a> Run<'a> {
    pub async fn begin(worker: &'a Worker, eligibility: Eligibility) -> Result<Self, Error> {
        let engine = &worker.engine;
        let context = DeliveryContext::begin(
            engine,
            eligibility.stored.clone(),
            eligibility.site.clone(),
            worker.ownership.fencing_token(&worker.account),
            worker.cancellation(),
        )
        .await?;
        let mut run = Self {
            worker,
            context: Arc::new(context),
            ready_queue: ReadyQueue::new(engine.limits.patience),
            tasks: JoinSet::new(),
            policy: FailurePolicy::new(engine.limits.patience),
            is_asking: false,
            held_until: Instant::now(),
            shown: eligibility.pause.map(|pause| pause.reason),
            logged: eligibility.pause.is_some() || eligibility.is_mended,
            all_seen: false,
            is_over: false,
            sent_at: None,
            suspect: None,
            orders: 0,
            carts: 0,
            eligibility,
        };
        if let Some(rest) = run.eligibility.rest() {
            run.hold_calls(Duration::from_millis(rest));
        }
        Ok(run)
    }

    /// Works until nothing is left, something changed, or the proxy stops. Calls in flight are
    /// waited for; no further one begins.
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
            // Something that was under way when the account queue was stopped went well: it was no
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
            self.start_what_may().await?;
            if self.tasks.is_empty() && self.ready_queue.len() == 0 && self.all_seen {
                return Ok(Ended::Idle);
            }
            let next = self.next_start();
            tokio::select! {
                // First of all: calls that were given up for it say nothing of the account.
                biased;
                () = worker.ownership.lost() => {}
                () = worker.registry.stopping.cancelled() => {}
                Some(done) = self.tasks.join_next() => {
                    // A task catches its panics; one that was cancelled anyhow left its entry in
                    // the ready queue as if in flight: the next run takes it up.
                    let Ok(done) = done else { return Ok(Ended::Changed) };
                    if let Some(ended) = self.handle_outcome(done).await? {
                        return Ok(ended);
                    }
                }
                () = worker.wake_up.wait() => {
                    if let Some(ended) = self.look_up().await? {
                        return Ok(ended);
                    }
                }
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {}
            }
        }
    }

    /// Somebody did something: are the settings the same, is a pause over, is there more?
    async fn look_up(&mut self) -> Result<Option<Ended>, Error> {
        let engine = &self.worker.engine;
        match Eligibility::of(engine, &self.worker.account).await? {
            None => return Ok(Some(Ended::Idle)),
            Some(now) if self.eligibility.differs(&now) => {
                // Another address of the site is what a refused connection waits for.
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
                self.held_until = Instant::now();
                self.policy.over();
                self.ready_queue.rested();
                let name = &self.eligibility.stored.account.account_name;
                engine.activecampaign.resume(name);
            }
            Some(_) => {}
        }
        self.all_seen = false;
        Ok(None)
    }

    async fn start_what_may(&mut self) -> Result<(), Error> {
        if self.may_start()
            && self.held_until <= Instant::now()
            && let Some(suspect) = self.suspect.take()
        {
            self.ask(Some(suspect));
        }
        while self.may_start() && self.held_until <= Instant::now() {
            match self.ready_queue.start(Instant::now()) {
                Some(cursor) => {
                    self.tasks.spawn(send(Arc::clone(&self.context), cursor));
                }
                None if self.all_seen || self.ready_queue.len() >= MOST => break,
                None => self.fetch().await?,
            }
        }
        Ok(())
    }

    fn may_start(&self) -> bool {
        !self.is_asking && self.tasks.len() < TASKS
    }

    async fn fetch(&mut self) -> Result<(), Error> {
        let outbox = self.context.engine.store.outbox();
        let kinds = self.eligibility.kinds();
        for part in [Part::New, Part::Old] {
            // Few old orders at once: what is new must always find room.
            if part == Part::Old && self.ready_queue.len() >= MOST_OLD {
                return Ok(());
            }
            let end = self.ready_queue.end(part);
            let entries = outbox
                .waiting(&self.worker.account, kinds, end, FETCH)
                .await?;
            if !entries.is_empty() {
                self.ready_queue
                    .extend(part, entries, clock::now_milliseconds());
                return Ok(());
            }
        }
        self.all_seen = true;
        Ok(())
    }

    /// When to look again though nothing happened.
    fn next_start(&self) -> Option<Instant> {
        if !self.may_start() {
            return None;
        }
        let now = Instant::now();
        if self.held_until > now {
            return Some(self.held_until);
        }
        self.ready_queue
            .next_rested(now)
            .map(|rested| rested.max(now))
    }
}

/// Sends one item. A panic is a failure of the item, which is tried again as after any other.
async fn send(context: Arc<DeliveryContext>, cursor: Cursor) -> Done {
    let outcome = caught("delivery of an item", context.send(cursor.id)).await;
    let outcome = outcome.unwrap_or_else(|_| {
        let failure = ApiError::unreadable("its delivery panicked".to_owned());
        Outcome::Retry(failure.into())
    });
    Done::Tried(cursor, outcome)
}

/// Asks the account. `None` when that came to no answer.
async fn ask(context: Arc<DeliveryContext>) -> Option<Asked> {
    let asked = caught("account probe", context.ask()).await;
    asked.ok().flatten()
}
