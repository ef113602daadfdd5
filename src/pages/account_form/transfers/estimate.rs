//! Estimates the duration of a backlog. Needs no browser.

/// The progress of a backlog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// The maximum number of waiting items since the page was opened or the queue was empty.
    pub peak: i64,
    /// The number of waiting items, without held carts.
    pub left: i64,
}

impl Backlog {
    /// The progress after another poll.
    #[must_use]
    pub fn seen(self, left: i64) -> Self {
        let peak = if left == 0 { 0 } else { self.peak.max(left) };
        Self { peak, left }
    }

    /// Number of items sent.
    #[must_use]
    pub fn done(self) -> i64 {
        self.peak - self.left
    }
}

/// A rough duration: a unit and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rough {
    /// Less than a minute.
    Moment,
    /// Minutes, rounded up.
    Minutes(i64),
    /// Hours, rounded up.
    Hours(i64),
}

/// The minimum duration for `left` items at `rate` requests a second, with one request each; an
/// order of a new customer needs more.
#[must_use]
pub fn at_least(left: i64, rate: u32) -> Rough {
    let seconds = left.max(0) / i64::from(rate.max(1));
    match seconds {
        0..60 => Rough::Moment,
        60..5_400 => Rough::Minutes(seconds.div_euclid(60) + 1),
        _ => Rough::Hours(seconds.div_euclid(3_600) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_drains_from_its_peak() {
        let backlog = Backlog::default().seen(40).seen(100).seen(30);
        assert_eq!((backlog.peak, backlog.done()), (100, 70));
        assert_eq!(backlog.seen(0), Backlog::default());
    }

    #[test]
    fn the_estimate_is_what_the_allowed_rate_gives() {
        assert_eq!(at_least(100, 4), Rough::Moment);
        assert_eq!(at_least(4 * 600, 4), Rough::Minutes(11));
        assert_eq!(at_least(4 * 3_600 * 3, 4), Rough::Hours(4));
        assert_eq!(at_least(10, 0), Rough::Moment);
    }
}
