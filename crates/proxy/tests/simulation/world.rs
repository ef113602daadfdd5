//! One run: proxies, their database and ActiveCampaign, from the first submission until nothing
//! waits.

use std::{num::NonZeroU32, path::PathBuf, time::Duration};

use axum::Router;
use fastrand::Rng;
use governor::clock::Clock;
use serde_json::{Value, json};

use crate::{
    database::Database,
    driver,
    faults::{CallFaults, Fault, ProxyFaults},
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

    /// Sends a request to a proxy until it succeeds.
    fn ask(&mut self, method: &str, path: &str, site: usize, body: &Value, good: u16) -> Value {
        let end = self.now + STUCK;
        loop {
            assert!(self.now < end, "no answer to {method} {path}");
            let id = with(|state| state.next_id());
            let request = passweb::request(method, path, site, "panel", body, self.now);
            if self.hosts[0].request(id, request) {
                for _ in 0..2000 {
                    self.step();
                    let found = with(|state| {
                        let at = state
                            .responses
                            .iter()
                            .position(|response| response.0 == id)?;
                        Some(state.responses.swap_remove(at))
                    });
                    if let Some((_, status, body)) = found {
                        let text = String::from_utf8_lossy(&body);
                        assert_eq!(status, good, "{method} {path}: {text}");
                        return serde_json::from_slice(&body).unwrap();
                    }
                }
            }
            self.step();
        }
    }

    /// Creates the merchants' accounts.
    fn set_up(&mut self) {
        let senders = std::mem::take(&mut self.senders);
        for site in 0..self.shape.sites {
            let mut account = json!({
                "description": "Negozio", "platform": "activecampaign",
                "account_name": format!("negozio{site}"),
                "api_key": { "replace": "0123456789abcdef" },
            });
            let saved = self.ask("POST", "/api/v1/accounts", site, &account, 201);
            let id = saved["id"].as_str().unwrap().to_owned();
            account["api_key"] = json!("keep");
            account["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
            self.ask(
                "PUT",
                &format!("/api/v1/accounts/{id}"),
                site,
                &account,
                200,
            );
            self.ids_of_accounts.push(id);
        }
        self.senders = senders;
    }

    /// Applies the faults.
    fn inject_faults(&mut self, rng: &mut Rng) {
        let end = self.now + self.shape.fault_phase;
        with(|state| {
            state.call_faults = CallFaults(state.rng.u32(..200));
            state.call_faults_until = end;
            state.is_fault_free = false;
        });
        let mut next = self.now;
        while self.now < end {
            if next <= self.now {
                let fault = Fault::draw(rng, self.shape.proxies);
                self.inject(&fault);
                next = self.now + Duration::from_millis(rng.u64(100..6000));
            }
            self.step();
        }
    }

    fn inject(&mut self, fault: &Fault) {
        state::trace(|| format!("{fault:?}"));
        self.faults += 1;
        let now = self.now;
        let hosts = &mut self.hosts;
        with(|state| match *fault {
            Fault::Stall(at, time) => state.proxy_faults[at].stalled_until = now + time,
            Fault::Refuse(at, time) => state.proxy_faults[at].refused_until = now + time,
            Fault::Lossy(at, time) => state.proxy_faults[at].lossy_until = now + time,
            Fault::Full(time) => {
                for faults in &mut state.proxy_faults {
                    faults.full_until = now + time;
                }
            }
            Fault::CutOff(at, time) => state.proxy_faults[at].cut_off_until = now + time,
            Fault::Clock(at, off) => state.proxy_faults[at].clock = off,
            Fault::DatabaseClock(off) => state.database_off = off,
            Fault::Calls(share, time) => {
                state.call_faults = CallFaults(share);
                state.call_faults_until = now + time;
            }
            Fault::Crash(..) | Fault::Stop(..) | Fault::Freeze(..) => {}
        });
        match *fault {
            Fault::Crash(at, time) => hosts[at].crash(now + time),
            Fault::Stop(at, time) => hosts[at].stop(now + time),
            Fault::Freeze(at, time) => hosts[at].frozen_until = now + time,
            _ => {}
        }
    }

    /// Ends all faults; everything that waits must be sent.
    fn heal(&mut self, rng: &mut Rng) {
        state::trace(|| "all faults end".to_owned());
        with(|state| {
            state.is_fault_free = true;
            state.call_faults_until = state.now;
            state.database_off = rng.i64(-5000..5000);
            for faults in &mut state.proxy_faults {
                *faults = ProxyFaults {
                    clock: rng.i64(-5000..5000),
                    ..Default::default()
                };
            }
        });
        for host in &mut self.hosts {
            host.frozen_until = host.frozen_until.min(self.now);
            host.down_until = host.down_until.min(self.now);
        }
        let end = self.now + STUCK;
        self.until(end, |world| world.senders.iter().all(Sender::is_done));
        self.senders = (0..self.shape.sites)
            .map(passweb::last_synchronisation)
            .collect();
        self.until(end, |world| world.senders.iter().all(Sender::is_done));
        loop {
            self.until(end, |world| world.database.waiting() == 0);
            let failed = self.database.failed_ids();
            if failed.is_empty() {
                return;
            }
            // A failed item has lost its position among the customer's orders.
            for order in self.expected.iter_mut().flat_map(|site| &mut site.orders) {
                if failed.contains(order.0) {
                    order.1.place = None;
                }
            }
            for site in 0..self.shape.sites {
                let path = format!(
                    "/api/v1/accounts/{}/transfers/retry",
                    self.ids_of_accounts[site]
                );
                self.ask("POST", &path, site, &json!({}), 200);
            }
        }
    }

    fn until(&mut self, end: Duration, is_so: impl Fn(&mut Self) -> bool) {
        while !is_so(self) {
            assert!(
                self.now < end,
                "stuck: {} wait, senders {:?}, {}",
                self.database.waiting(),
                self.senders.iter().map(Sender::is_done).collect::<Vec<_>>(),
                self.database.describe(),
            );
            for _ in 0..20 {
                self.step();
            }
        }
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
