//! One run: proxies, their database and ActiveCampaign, from the first submission until nothing
//! waits.

mod faults;
mod heal;
mod requests;

use std::{num::NonZeroU32, path::PathBuf, time::Duration};

use axum::Router;
use fastrand::Rng;
use governor::clock::Clock;

use crate::{
    database::Database,
    driver,
    host::Host,
    invariants, machine, network,
    passweb::{self, Sender, Site},
    state::{self, State, with},
};

/// The maximum wait of an item after the last fault.
const STUCK: Duration = Duration::from_secs(240);

/// The parameters of a world.
#[derive(Clone, Debug)]
pub struct Shape {
    /// One proxy has its own database; several share one and use leases.
    pub proxies: usize,
    pub sites: usize,
    /// Calls a second.
    pub rate: NonZeroU32,
    /// How long faults occur.
    pub fault_phase: Duration,
    pub file: PathBuf,
}

/// The result of a run.
pub struct Outcome {
    pub trace: Vec<String>,
    pub simulated: Duration,
    pub calls: usize,
    pub faults: usize,
}

pub struct World {
    shape: Shape,
    hosts: Vec<Host>,
    activecampaign: Router,
    database: Database,
    expected: Vec<Site>,
    senders: Vec<Sender>,
    now: Duration,
    ids_of_accounts: Vec<String>,
    faults: usize,
}

/// Runs a seed. Panics when an invariant does not hold.
pub fn run(seed: u64) -> Outcome {
    // The throttle's clock calibrates itself against the real clock once.
    governor::clock::DefaultClock::default().now();
    machine::simulate(seed);
    sqlx::any::install_drivers(&driver::DRIVERS).unwrap();
    let mut rng = Rng::with_seed(seed);
    let database = Database::make();
    let shape = Shape {
        proxies: [1, 1, 2, 3][rng.usize(..4)],
        sites: rng.usize(1..=2),
        rate: NonZeroU32::new(4).unwrap(),
        fault_phase: Duration::from_secs(rng.u64(10..50)),
        file: database.path().to_owned(),
    };
    State::begin(rng.u64(..), shape.proxies);
    state::trace(|| {
        format!(
            "seed {seed} proxies {} sites {}",
            shape.proxies, shape.sites
        )
    });
    let mut world = World::new(shape, database, &mut rng);
    world.set_up();
    world.inject_faults(&mut rng);
    world.heal(&mut rng);
    world.check();
    world.end()
}

impl World {
    fn new(shape: Shape, database: Database, rng: &mut Rng) -> Self {
        let mut expected: Vec<Site> = (0..shape.sites).map(|_| Site::default()).collect();
        let senders = expected.iter_mut().enumerate();
        Self {
            hosts: (0..shape.proxies).map(Host::new).collect(),
            activecampaign: sandbox::app(sandbox::Sandbox::new(None)),
            database,
            senders: senders
                .flat_map(|(site, expected)| passweb::plan(site, expected, rng))
                .collect(),
            expected,
            now: Duration::ZERO,
            ids_of_accounts: Vec::new(),
            faults: 0,
            shape,
        }
    }

    /// Advances the time: by a small step after an event, by a larger one otherwise.
    fn step(&mut self) {
        let (before, is_busy) = with(|state| {
            let is_busy = !state.messages.is_empty() || !state.responses.is_empty();
            (state.trace.len(), is_busy)
        });
        let step = with(|state| match is_busy || state.was_busy {
            true => state.rng.u64(1..=8),
            false => state.rng.u64(10..=30),
        });
        self.now += Duration::from_millis(step);
        let now = self.now;
        with(|state| state.now = now);
        let first = with(|state| state.rng.usize(..self.hosts.len()));
        for n in 0..self.hosts.len() {
            let at = (first + n) % self.hosts.len();
            self.hosts[at].tick(&self.shape, now);
        }
        machine::set_clock(now, 0);
        network::deliver(&self.activecampaign);
        for sender in &mut self.senders {
            sender.tick(&self.hosts, now);
        }
        with(|state| state.was_busy = state.trace.len() > before);
    }

    fn check(&self) {
        for (site, expected) in self.expected.iter().enumerate() {
            let held = network::holdings(&self.activecampaign, &format!("negozio{site}"));
            invariants::everything_is_there_once(expected, &held);
        }
        with(|state| invariants::the_rate_is_kept(&state.arrivals, self.shape.rate));
        self.database.is_consistent();
    }

    fn end(self) -> Outcome {
        let Self {
            hosts, now, faults, ..
        } = self;
        drop(hosts);
        with(|state| Outcome {
            trace: std::mem::take(&mut state.trace),
            simulated: now,
            calls: state.arrivals.len(),
            faults,
        })
    }
}
