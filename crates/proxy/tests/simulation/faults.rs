//! The faults and their times, all generated from the seed.

use std::time::Duration;

use fastrand::Rng;

use crate::state::State;

/// The current faults of one proxy, and their ends.
#[derive(Clone, Debug, Default)]
pub struct ProxyFaults {
    /// Nothing passes between the proxy and the database; sent data arrives afterwards.
    pub stalled_until: Duration,
    /// The database refuses connections.
    pub refused_until: Duration,
    /// The database loses responses and statements.
    pub lossy_until: Duration,
    /// The disk is full.
    pub full_until: Duration,
    /// The proxy cannot reach ActiveCampaign.
    pub cut_off_until: Duration,
    /// The offset of the wall clock, in milliseconds.
    pub clock: i64,
}

/// The fate of one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    AnswerLost,
    NotDone,
    Full,
}

/// The fate of one statement, and its delays.
pub struct Plan {
    pub before: Duration,
    pub after: Duration,
    pub verdict: Verdict,
    pub arrives_when_dropped: bool,
}

pub fn of_statement(state: &mut State, proxy: usize, is_write: bool) -> Plan {
    let faults = &state.proxy_faults[proxy];
    let rng = &mut state.rng;
    let stall = faults.stalled_until.saturating_sub(state.now);
    let mut short = |most: u64| match rng.u8(..10) {
        0..6 => Duration::ZERO,
        _ => Duration::from_millis(rng.u64(1..=most)),
    };
    let (before, after) = (stall + short(3), short(3));
    let verdict = if faults.refused_until > state.now {
        Verdict::NotDone
    } else if faults.full_until > state.now && is_write {
        Verdict::Full
    } else if faults.lossy_until > state.now {
        match rng.u8(..20) {
            0 => Verdict::NotDone,
            1..=2 => Verdict::AnswerLost,
            _ => Verdict::Done,
        }
    } else {
        Verdict::Done
    };
    Plan {
        before,
        after,
        verdict,
        arrives_when_dropped: rng.bool(),
    }
}

/// The fate of one call to ActiveCampaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Answered,
    RequestLost,
    AnswerLost,
    /// A gateway in front of ActiveCampaign responds in its place.
    Instead(u16),
    /// The call succeeds, but the response is 500.
    FailedAfter,
    /// The call is processed late.
    Slow,
    /// The call is processed, and no response arrives.
    Silent,
}

/// How many of a thousand calls fail.
#[derive(Clone, Copy, Debug)]
pub struct CallFaults(pub u32);

impl CallFaults {
    pub fn of_call(self, rng: &mut Rng) -> Fate {
        if rng.u32(..1000) >= self.0 {
            return Fate::Answered;
        }
        match rng.u8(..10) {
            0 | 1 => Fate::RequestLost,
            2 | 3 => Fate::AnswerLost,
            4 => Fate::Instead(429),
            5 => Fate::Instead(503),
            6 => Fate::Instead([500, 502, 200][rng.usize(..3)]),
            7 => Fate::FailedAfter,
            8 => Fate::Slow,
            _ => Fate::Silent,
        }
    }
}

/// A fault of the whole system.
#[derive(Clone, Debug)]
pub enum Fault {
    Crash(usize, Duration),
    Stop(usize, Duration),
    Freeze(usize, Duration),
    Stall(usize, Duration),
    Refuse(usize, Duration),
    Lossy(usize, Duration),
    Full(Duration),
    CutOff(usize, Duration),
    Clock(usize, i64),
    DatabaseClock(i64),
    Calls(u32, Duration),
}

impl Fault {
    pub fn draw(rng: &mut Rng, proxies: usize) -> Self {
        let proxy = rng.usize(..proxies);
        let time = Duration::from_millis(rng.u64(50..8000));
        match rng.u8(..15) {
            0..=2 => Self::Crash(proxy, time / 2),
            3 => Self::Stop(proxy, time / 2),
            4 | 5 => Self::Freeze(proxy, time),
            6 => Self::Stall(proxy, time),
            7 => Self::Refuse(proxy, time),
            8 | 9 => Self::Lossy(proxy, time),
            10 => Self::Full(time / 2),
            11 => Self::CutOff(proxy, time),
            13 => Self::DatabaseClock(rng.i64(-25_000..25_000)),
            12 => Self::Clock(proxy, rng.i64(-25_000..25_000)),
            _ => Self::Calls(rng.u32(50..500), time),
        }
    }
}
