//! ActiveCampaign's rate limit.

use std::{
    collections::VecDeque,
    num::NonZeroU32,
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(1);

/// ActiveCampaign: 5 requests a second per account, from all clients together. Counted over a
/// sliding second; refused calls do not count.
pub struct RateLimit {
    per_second: Option<NonZeroU32>,
    admitted: VecDeque<Instant>,
}

/// The values of the headers `RateLimit-Limit` and `RateLimit-Remaining`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    pub limit: u32,
    pub remaining: u32,
}

/// The decision about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Unlimited,
    Admitted(Allowance),
    Refused(Allowance),
}

impl RateLimit {
    /// `None` removes the limit.
    pub fn new(per_second: Option<NonZeroU32>) -> Self {
        Self {
            per_second,
            admitted: VecDeque::new(),
        }
    }

    pub fn admit(&mut self, now: Instant) -> Admission {
        let Some(limit) = self.per_second.map(NonZeroU32::get) else {
            return Admission::Unlimited;
        };
        while self
            .admitted
            .front()
            .is_some_and(|earliest| now.duration_since(*earliest) >= WINDOW)
        {
            self.admitted.pop_front();
        }
        let used = u32::try_from(self.admitted.len()).unwrap_or(u32::MAX);
        if used >= limit {
            return Admission::Refused(Allowance {
                limit,
                remaining: 0,
            });
        }
        self.admitted.push_back(now);
        Admission::Admitted(Allowance {
            limit,
            remaining: limit - used - 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_calls_pass_in_any_second_and_the_sixth_does_not() {
        let mut limit = RateLimit::new(NonZeroU32::new(5));
        let start = Instant::now();
        for tenth in 0..5 {
            let admission = limit.admit(start + Duration::from_millis(100 * tenth));
            assert!(matches!(admission, Admission::Admitted(_)), "{tenth}");
        }
        let refused = Admission::Refused(Allowance {
            limit: 5,
            remaining: 0,
        });
        assert_eq!(limit.admit(start + Duration::from_millis(999)), refused);
        let admitted = Admission::Admitted(Allowance {
            limit: 5,
            remaining: 0,
        });
        assert_eq!(limit.admit(start + Duration::from_millis(1000)), admitted);
        assert_eq!(limit.admit(start + Duration::from_millis(1050)), refused);
    }
}
