//! Estimates the duration of the old orders. Needs no browser.

use contract::history::History;

use crate::pages::account_form::transfers::{Backlog, Rough};

/// How long the old orders still take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimate {
    /// At the measured rate.
    About(Rough),
    /// Before a rate is measured: when ActiveCampaign knows every customer, and when it knows none.
    Between(Rough, Rough),
}

impl Estimate {
    /// The estimate for the old orders, with the rate of `backlog` once there is one.
    #[must_use]
    pub fn of(history: &History, backlog: &Backlog) -> Self {
        if let Some(rest) = backlog.measured_rest() {
            return Self::About(rest);
        }
        let rough = |seconds: i64| Rough::of(seconds as f64);
        let least = rough(history.seconds_at_least);
        let most = rough(history.seconds_at_most);
        match least == most {
            true => Self::About(most),
            false => Self::Between(least, most),
        }
    }
}

/// How many old orders are still to be sent, those that the site has announced included.
#[must_use]
pub fn left(history: &History) -> i64 {
    history.waiting + (all(history) - history.handed_over)
}

/// How many old orders there are, as far as the site has told.
#[must_use]
pub fn all(history: &History) -> i64 {
    history.total.unwrap_or(0).max(history.handed_over)
}

/// How many old orders need nothing any more: sent, set aside, or withdrawn.
#[must_use]
pub fn finished(history: &History) -> i64 {
    history.handed_over - history.waiting
}

#[cfg(test)]
pub mod tests {
    use contract::history::HistoryState;

    use super::*;

    /// Old orders that were started a moment ago.
    pub fn history() -> History {
        History {
            state: HistoryState::Running,
            since: "1970-01-01T00:00:00.000Z".into(),
            started_at: "2026-01-01T10:00:00.000Z".into(),
            total: None,
            all_handed_over: false,
            handed_over: 0,
            waiting: 0,
            sent: 0,
            failed: 0,
            seconds_at_least: 0,
            seconds_at_most: 0,
        }
    }

    #[test]
    fn what_the_site_has_announced_counts_too() {
        let announced = History {
            total: Some(1_000),
            handed_over: 500,
            waiting: 300,
            ..history()
        };
        assert_eq!((all(&announced), left(&announced)), (1_000, 800));
        assert_eq!(finished(&announced), 200);
        // The site handed over more than it announced.
        let more = History {
            total: Some(400),
            ..announced
        };
        assert_eq!((all(&more), left(&more)), (500, 300));
    }

    #[test]
    fn the_estimate_is_a_range_until_a_rate_is_measured() {
        let waiting = History {
            waiting: 1_200,
            handed_over: 1_200,
            seconds_at_least: 300,
            seconds_at_most: 1_200,
            ..history()
        };
        let mut backlog = Backlog::default().seen(1_200, 0, 0.0);
        let range = Estimate::Between(Rough::Minutes(5), Rough::Minutes(20));
        assert_eq!(Estimate::of(&waiting, &backlog), range);
        backlog = backlog.seen(1_180, 20, 10.0);
        let measured = Estimate::About(Rough::Minutes(10));
        assert_eq!(Estimate::of(&waiting, &backlog), measured);
    }
}
