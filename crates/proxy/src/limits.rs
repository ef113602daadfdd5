//! Sizes, timeouts and rates.

use std::{num::NonZeroU32, time::Duration};

/// Sizes, timeouts and rates. They are not settings, because operators need not change them; tests
/// do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Maximum size of a request head, in bytes: method, path and headers. hyper accepts 100
    /// headers.
    pub head: usize,
    /// Maximum size of a body, in bytes.
    pub body: usize,
    /// Maximum size of a batch of orders or carts, in bytes, both compressed and inflated.
    pub events_body: usize,
    /// Timeout of a request, body included. Longer than a connection test.
    pub request: Duration,
    /// Timeout for a client's headers, and for its next request on the connection.
    pub headers: Duration,
    /// Timeout for a client that reads nothing of a response.
    pub write: Duration,
    /// Maximum number of open connections; further ones wait to be accepted.
    pub connections: usize,
    /// Requests of a site's users: burst size, refilled within a minute.
    pub requests_per_minute: NonZeroU32,
    /// Requests of a site's server: burst size, refilled within a minute. Counted apart from the
    /// users' requests.
    pub events_per_minute: NonZeroU32,
    /// Connection tests of one account per minute.
    pub tests_per_minute: NonZeroU32,
    /// Timeout of connecting to ActiveCampaign.
    pub activecampaign_connect: Duration,
    /// Timeout of a whole connection test.
    pub activecampaign_test: Duration,
    /// Timeout of a delivery call. Long, because ActiveCampaign may complete a call after a long
    /// time.
    pub activecampaign_call: Duration,
    /// How long a temporary pause lasts before the merchant is notified.
    pub standstill: Duration,
    /// Retry intervals of an account queue.
    pub patience: Patience,
    /// Intervals of the counter check.
    pub counters: CounterCheck,
}

/// Intervals of the counter check, which compares the counters with the rows they count.
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

/// Retry intervals of an account queue.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The first interval after a temporary failure; doubles with each consecutive failure.
    pub first: Duration,
    /// The maximum interval.
    pub longest: Duration,
    /// The interval for problems that the merchant or ActiveCampaign must solve (a plan, a bill),
    /// when ActiveCampaign gives none.
    pub recheck: Duration,
    /// Consecutive failures of one item before it may become a dead letter.
    pub tries: u32,
    /// The minimum time between an item's first failure and its becoming a dead letter: a short
    /// outage of ActiveCampaign must not produce dead letters.
    pub doubt: Duration,
    /// The maximum time for which a failing item blocks the customer's other items. After it two
    /// failures are enough.
    pub own_customer: Duration,
    /// The maximum retry interval of an item that fails by itself.
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
