use contract::{CLOCK_LEEWAY_SECONDS, MAX_TOKEN_SECONDS, SiteId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// From this number of sites on, sites whose newest token has expired are dropped.
const MANY: usize = 10_000;

/// Issue time of the newest token of each site, in seconds since 1970.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Newest(Arc<Mutex<HashMap<SiteId, i64>>>);

impl Newest {
    /// Records a token issued at `at`. A stored time later than `latest` was recorded while the
    /// clock was ahead.
    pub fn read(&self, site: &SiteId, at: i64, latest: i64) {
        let mut newest = self.lock();
        if newest.len() > MANY {
            // Older tokens are rejected before they get here.
            let oldest = latest - MAX_TOKEN_SECONDS - 2 * CLOCK_LEEWAY_SECONDS;
            newest.retain(|_, at| (oldest..=latest).contains(at));
        }
        match newest.get_mut(site) {
            Some(known) if *known < at || *known > latest => *known = at,
            Some(_) => {}
            None => {
                newest.insert(site.clone(), at);
            }
        }
    }

    /// Issue time of the newest token that this proxy has read since its start.
    pub fn of(&self, site: &SiteId, latest: i64) -> i64 {
        let known = self.lock().get(site).copied();
        known.filter(|at| *at <= latest).unwrap_or(i64::MIN)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SiteId, i64>> {
        // No panic under this lock leaves the map inconsistent.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_token_counts_unless_it_was_recorded_while_the_clock_was_ahead() {
        let (newest, site) = (Newest::default(), SiteId::parse("a").unwrap());
        assert_eq!(newest.of(&site, 1000), i64::MIN);
        for at in [100, 200, 150] {
            newest.read(&site, at, 1000);
        }
        assert_eq!(newest.of(&site, 1000), 200);
        assert_eq!(newest.of(&site, 190), i64::MIN, "the clock was set back");
        newest.read(&site, 180, 190);
        assert_eq!(newest.of(&site, 190), 180);
    }

    #[test]
    fn sites_whose_tokens_have_expired_are_dropped() {
        let newest = Newest::default();
        for n in 0..=MANY {
            newest.read(&SiteId::parse(&n.to_string()).unwrap(), 0, 100);
        }
        newest.read(&SiteId::parse("new").unwrap(), 10_000, 10_060);
        assert_eq!(newest.lock().len(), 1);
    }
}
