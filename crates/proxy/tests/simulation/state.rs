//! What the parts of one simulation share. It belongs to the thread.

use std::{cell::RefCell, time::Duration};

use fastrand::Rng;

use crate::{
    faults::{DeliverError, Weather},
    machine,
    network::{Answer, Message},
};

pub struct State {
    /// Decides what goes wrong, and how long things take.
    pub rng: Rng,
    /// Since the beginning.
    pub now: Duration,
    /// What is wrong with each proxy's database, network and clock.
    pub troubles: Vec<DeliverError>,
    /// The connection that is in a transaction.
    pub writer: Option<u64>,
    /// Requests on their way to ActiveCampaign.
    pub messages: Vec<Message>,
    /// Answers of ActiveCampaign on their way back.
    pub answers: Vec<Answer>,
    /// How bad the way to ActiveCampaign is, and until when.
    pub weather: Weather,
    pub weather_until: Duration,
    /// When a call came to which account.
    pub arrivals: Vec<(Duration, String)>,
    /// What proxies answered to whom.
    pub responses: Vec<(u64, u16, Vec<u8>)>,
    /// Every event, in order.
    pub trace: Vec<String>,
    /// Nothing goes wrong.
    pub is_calm: bool,
    /// Whether anything happened in the last step.
    pub was_busy: bool,
    ids: u64,
}

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

impl State {
    pub fn begin(seed: u64, proxies: usize) {
        let state = Self {
            rng: Rng::with_seed(seed),
            now: Duration::ZERO,
            troubles: (0..proxies).map(|_| DeliverError::default()).collect(),
            writer: None,
            messages: Vec::new(),
            answers: Vec::new(),
            weather: Weather(0),
            weather_until: Duration::ZERO,
            arrivals: Vec::new(),
            responses: Vec::new(),
            trace: Vec::new(),
            is_calm: true,
            was_busy: true,
            ids: 0,
        };
        STATE.set(Some(state));
    }

    pub fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    pub fn is_refused(&self, proxy: usize) -> bool {
        self.troubles[proxy].refused_until > self.now
    }

    /// The clock of the database, which is right.
    pub fn database_clock(&self) -> u64 {
        machine::BEGINNING * 1000 + u64::try_from(self.now.as_millis()).unwrap_or(0)
    }
}

/// Looks at the shared state. Never held across anything else.
#[track_caller]
pub fn with<T>(look: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(|state| look(state.as_mut().expect("a simulation runs here")))
}

/// Notes an event.
pub fn trace(event: impl FnOnce() -> String) {
    let event = event();
    if std::env::var_os("SIM_LIVE").is_some() {
        eprintln!("{event}");
    }
    with(|state| {
        let at = state.now.as_micros();
        state.trace.push(format!("{at:>10} {event}"));
    });
}

/// What happened, of a run that was broken off.
pub fn take_trace() -> Vec<String> {
    STATE.with_borrow_mut(|state| state.take().map_or_else(Vec::new, |state| state.trace))
}
