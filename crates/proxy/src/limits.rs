//! How much, how long, how often.

use std::{num::NonZeroU32, time::Duration};

/// Sizes, times and rates. They are no settings: an operator has no reason to know them, tests do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest head taken, in bytes: method, path and headers. hyper takes 100 headers.
    pub head: usize,
    /// The largest body taken, in bytes.
    pub body: usize,
    /// The largest batch of orders or carts taken, in bytes, compressed or not.
    pub events_body: usize,
    /// How long a request may take, its body included. Longer than a test of a connection.
    pub request: Duration,
    /// How long a client may take to send its headers, or to begin another request.
    pub headers: Duration,
    /// How long a client may read nothing of an answer.
    pub write: Duration,
    /// How many connections are open at once; more wait at the door.
    pub connections: usize,
    /// Requests of a site: how many at once, refilled within a minute.
    pub requests_per_minute: NonZeroU32,
    /// The same, of what a site's server hands over: it does not take the merchant's share.
    pub events_per_minute: NonZeroU32,
    /// Tests of an account's connection that a merchant may start in a minute.
    pub tests_per_minute: NonZeroU32,
    /// How long connecting to ActiveCampaign may take.
    pub activecampaign_connect: Duration,
    /// How long a test of the connection may take in all.
    pub activecampaign_test: Duration,
    /// How long a call that delivers something may take. ActiveCampaign may be done with a call
    /// long after others would have given up.
    pub activecampaign_call: Duration,
    /// How long nothing may leave, for a reason that may pass, before the merchant is told.
    pub standstill: Duration,
    /// How an account queue waits when something goes wrong.
    pub patience: Patience,
    /// How often counters are compared with what they count.
    pub counters: CounterCheck,
}

/// How often counters are compared with what they count.
#[derive(Clone, Copy, Debug)]
pub struct CounterCheck {
    /// Between two accounts.
    pub step: Duration,
    /// Between two rounds.
    pub round: Duration,
}

impl Default for CounterCheck {
    fn default() -> Self {
        Self {
            step: Duration::from_millis(200),
            round: Duration::from_secs(600),
        }
    }
}

/// How an account queue waits when something goes wrong.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The first wait after a failure that may pass; it doubles with each one in a row.
    pub first: Duration,
    /// The longest of these waits.
    pub longest: Duration,
    /// How long it waits for what a merchant or ActiveCampaign has to mend (a plan, a bill), when
    /// ActiveCampaign does not say.
    pub recheck: Duration,
    /// So many failures of one item in a row, and it may be set aside.
    pub tries: u32,
    /// It is not before it has failed for this long: a bad moment of ActiveCampaign's is not its
    /// own.
    pub doubt: Duration,
    /// The longest that an item that fails holds up what else its customer did. After it two
    /// failures are enough.
    pub own_customer: Duration,
    /// The longest wait of an item that fails by itself.
    pub longest_own: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(300),
            recheck: Duration::from_secs(900),
            tries: 6,
            doubt: Duration::from_secs(30),
            own_customer: Duration::from_secs(120),
            longest_own: Duration::from_secs(20),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: 32 * 1024,
            body: 64 * 1024,
            events_body: 16 * 1024 * 1024,
            request: Duration::from_secs(45),
            headers: Duration::from_secs(15),
            write: Duration::from_secs(30),
            connections: 1024,
            requests_per_minute: NonZeroU32::MIN.saturating_add(599),
            events_per_minute: NonZeroU32::MIN.saturating_add(5999),
            tests_per_minute: NonZeroU32::MIN.saturating_add(9),
            activecampaign_connect: Duration::from_secs(10),
            activecampaign_test: Duration::from_secs(30),
            activecampaign_call: Duration::from_secs(60),
            standstill: Duration::from_secs(15 * 60),
            patience: Patience::default(),
            counters: CounterCheck::default(),
        }
    }
}
