//! The state shared by all parts of one simulation; thread-local.

use std::{cell::RefCell, time::Duration};

use fastrand::Rng;

use crate::{
    faults::{CallFaults, ProxyFaults},
    machine,
    network::{Answer, Message},
};

pub struct State {
    /// Chooses faults and durations.
    pub rng: Rng,
    /// Time since the start of the run.
    pub now: Duration,
    /// The faults of each proxy's database, network and clock.
    pub proxy_faults: Vec<ProxyFaults>,
    /// How far the clock of the database is off, in milliseconds.
    pub database_off: i64,
    /// The connection with an open transaction.
    pub writer: Option<u64>,
    /// Requests in transit to ActiveCampaign.
    pub messages: Vec<Message>,
    /// Responses in transit from ActiveCampaign.
    pub answers: Vec<Answer>,
    /// The fault rates of calls to ActiveCampaign, and their end.
    pub call_faults: CallFaults,
    pub call_faults_until: Duration,
    /// The arrival time and the account of each call.
    pub arrivals: Vec<(Duration, String)>,
    /// The proxies' responses: request id, status, body.
    pub responses: Vec<(u64, u16, Vec<u8>)>,
    /// All events in order.
    pub trace: Vec<String>,
    /// Disables all faults.
    pub is_fault_free: bool,
    /// Whether the last step had an event.
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
            proxy_faults: (0..proxies).map(|_| ProxyFaults::default()).collect(),
            database_off: 0,
            writer: None,
            messages: Vec::new(),
            answers: Vec::new(),
            call_faults: CallFaults(0),
            call_faults_until: Duration::ZERO,
            arrivals: Vec::new(),
            responses: Vec::new(),
            trace: Vec::new(),
            is_fault_free: true,
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
        self.proxy_faults[proxy].refused_until > self.now
    }

    /// The clock of the database.
    pub fn database_clock(&self) -> u64 {
        let right = machine::BEGINNING * 1000 + u64::try_from(self.now.as_millis()).unwrap_or(0);
        right.saturating_add_signed(self.database_off)
    }
}

/// Accesses the shared state. The borrow must be short.
#[track_caller]
pub fn with<T>(look: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(|state| look(state.as_mut().expect("a simulation runs here")))
}

/// Records an event.
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

/// Takes the trace of an aborted run.
pub fn take_trace() -> Vec<String> {
    STATE.with_borrow_mut(|state| state.take().map_or_else(Vec::new, |state| state.trace))
}
