//! Estimates the duration of a backlog from the measured rate. Needs no browser.

/// The time window of the rate, in seconds.
const WINDOW: f64 = 120.0;
/// Shorter times or fewer orders give no reliable rate.
const MIN_SECONDS: f64 = 6.0;
const MIN_SENT: i64 = 5;
/// Requests for an order of a new customer; assumed until a rate is measured.
const REQUESTS_AN_ORDER: f64 = 4.0;

/// The progress of a backlog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backlog {
    /// The maximum number of waiting items since the page was opened or the queue was empty.
    pub peak: i64,
    /// The number of waiting items, without held carts and paused old orders.
    pub left: i64,
    samples: Vec<Sample>,
}

/// The number of sent items at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    /// Time in seconds.
    at: f64,
    sent: i64,
}

impl Backlog {
    /// The progress after another response, at a time in seconds.
    #[must_use]
    pub fn seen(mut self, left: i64, sent: i64, at: f64) -> Self {
        if left == 0 {
            return Self::default();
        }
        self.samples.retain(|sample| at - sample.at <= WINDOW);
        self.samples.push(Sample { at, sent });
        Self {
            peak: self.peak.max(left),
            left,
            samples: self.samples,
        }
    }

    /// Number of items sent.
    #[must_use]
    pub fn done(&self) -> i64 {
        self.peak - self.left
    }

    /// The duration of the rest: at the measured rate, or as if every customer was new while there
    /// is no rate yet. `allowed` is the limit in requests a second.
    #[must_use]
    pub fn rest(&self, allowed: u32) -> Rough {
        let assumed = f64::from(allowed.max(1)) / REQUESTS_AN_ORDER;
        self.measured_rest()
            .unwrap_or_else(|| Rough::of(self.left.max(0) as f64 / assumed))
    }

    /// The duration of the rest at the measured rate, once there is one.
    #[must_use]
    pub fn measured_rest(&self) -> Option<Rough> {
        let rate = self.measured()?;
        Some(Rough::of(self.left.max(0) as f64 / rate))
    }

    /// Orders a second, once enough were sent.
    fn measured(&self) -> Option<f64> {
        let (first, last) = (self.samples.first()?, self.samples.last()?);
        let (sent, seconds) = (last.sent - first.sent, last.at - first.at);
        (sent >= MIN_SENT && seconds >= MIN_SECONDS).then(|| sent as f64 / seconds)
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

impl Rough {
    /// The rough duration of a number of seconds.
    #[must_use]
    pub fn of(seconds: f64) -> Self {
        match seconds {
            ..60.0 => Self::Moment,
            ..5_400.0 => Self::Minutes((seconds / 60.0).ceil() as i64),
            _ => Self::Hours((seconds / 3_600.0).ceil() as i64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_drains_from_its_peak() {
        let backlog = Backlog::default().seen(40, 0, 0.0).seen(100, 0, 3.0);
        let backlog = backlog.seen(30, 70, 6.0);
        assert_eq!((backlog.peak, backlog.done()), (100, 70));
        assert_eq!(backlog.seen(0, 100, 9.0), Backlog::default());
    }

    #[test]
    fn before_anything_is_measured_every_customer_counts_as_new() {
        let seen = |left| Backlog::default().seen(left, 0, 0.0).rest(4);
        assert_eq!(seen(50), Rough::Moment);
        assert_eq!(seen(204), Rough::Minutes(4));
        assert_eq!(seen(3 * 3_600), Rough::Hours(3));
    }

    #[test]
    fn the_estimate_follows_what_was_measured() {
        // 200 orders at two a second, although the limit allows four requests.
        let mut backlog = Backlog::default();
        for step in 0..=10 {
            backlog = backlog.seen(200 - 6 * step, 6 * step, 3.0 * step as f64);
        }
        assert_eq!(backlog.rest(4), Rough::Minutes(2));
        // It slows down to one order every two seconds.
        for step in 1..=50 {
            backlog = backlog.seen(140 - step, 60 + step, 30.0 + 2.0 * step as f64 * 2.0);
        }
        assert_eq!(backlog.rest(4), Rough::Minutes(6));
    }
}
