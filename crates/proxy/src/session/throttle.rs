use contract::{AccountId, SiteId};
use governor::{
    DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock, QuantaInstant},
};

use super::Audience;
use crate::{error::Error, limits::Limits};

/// The rate limits of sites and accounts.
pub struct Throttle {
    sites: DefaultKeyedRateLimiter<SiteId>,
    events: DefaultKeyedRateLimiter<SiteId>,
    tests: DefaultKeyedRateLimiter<AccountId>,
}

/// Above this number of keys, keys with a full quota are removed.
const MANY: usize = 10_000;

impl Throttle {
    /// Applies the rates of `limits`.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            sites: RateLimiter::keyed(Quota::per_minute(limits.requests_per_minute)),
            events: RateLimiter::keyed(Quota::per_minute(limits.events_per_minute)),
            tests: RateLimiter::keyed(Quota::per_minute(limits.tests_per_minute)),
        }
    }

    /// Counts a request of a site's user or server.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`].
    pub fn request_of(&self, site: &SiteId, audience: Audience) -> Result<(), Error> {
        let limiter = match audience {
            Audience::Panel => &self.sites,
            Audience::Events => &self.events,
        };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        limiter.check_key(site).map_err(too_many)
    }

    /// Counts a connection test of an account.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`].
    pub fn test_of(&self, account: &AccountId) -> Result<(), Error> {
        if self.tests.len() > MANY {
            self.tests.retain_recent();
        }
        self.tests.check_key(account).map_err(too_many)
    }
}

fn too_many(until: NotUntil<QuantaInstant>) -> Error {
    let wait = until.wait_time_from(DefaultClock::default().now());
    Error::TooManyRequests {
        // Rounded up, so that an obedient client does not retry too early.
        retry_after_seconds: u32::try_from(wait.as_secs()).map_or(u32::MAX, |s| s + 1),
    }
}
