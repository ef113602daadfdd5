//! How long a backlog takes, honestly. No browser needed.

/// What is known of a backlog while it drains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// The most that waited since the page was opened or nothing waited.
    pub peak: i64,
    /// What waits for its turn now; held carts do not.
    pub left: i64,
}

impl Backlog {
    /// The same after another look.
    #[must_use]
    pub fn seen(self, left: i64) -> Self {
        let peak = if left == 0 { 0 } else { self.peak.max(left) };
        Self { peak, left }
    }

    /// How much of it has left.
    #[must_use]
    pub fn done(self) -> i64 {
        self.peak - self.left
    }
}

/// A rough time: the unit it is said in, and how many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rough {
    /// Less than a minute.
    Moment,
    /// Minutes, rounded up.
    Minutes(i64),
    /// Hours, rounded up.
    Hours(i64),
}

/// How long `left` takes at `rate` requests a second, one request each: the least it can take,
/// since an order of a new customer needs more.
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
