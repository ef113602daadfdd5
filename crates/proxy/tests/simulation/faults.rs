//! What goes wrong, and when: all of it drawn from the seed.

use std::time::Duration;

use fastrand::Rng;

use crate::state::State;

/// What is wrong at one proxy, and until when.
#[derive(Clone, Debug, Default)]
pub struct DeliverError {
    /// Nothing passes between it and the database; what was sent arrives afterwards.
    pub stalled_until: Duration,
    /// The database takes no connections.
    pub refused_until: Duration,
    /// Answers of the database get lost, and statements.
    pub lossy_until: Duration,
    /// The disk is full.
    pub full_until: Duration,
    /// It is cut off from ActiveCampaign.
    pub cut_off_until: Duration,
    /// How far its wall clock is off, in milliseconds.
    pub clock: i64,
}

/// What becomes of one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    AnswerLost,
    NotDone,
    Full,
}

/// What becomes of one statement, and when.
pub struct Plan {
    pub before: Duration,
    pub after: Duration,
    pub verdict: Verdict,
    pub arrives_when_dropped: bool,
}

pub fn of_statement(state: &mut State, proxy: usize, is_write: bool) -> Plan {
    let trouble = &state.troubles[proxy];
    let rng = &mut state.rng;
    let stall = trouble.stalled_until.saturating_sub(state.now);
    let mut short = |most: u64| match rng.u8(..10) {
        0..6 => Duration::ZERO,
        _ => Duration::from_millis(rng.u64(1..=most)),
    };
    let (before, after) = (stall + short(3), short(3));
    let verdict = if trouble.refused_until > state.now {
        Verdict::NotDone
    } else if trouble.full_until > state.now && is_write {
        Verdict::Full
    } else if trouble.lossy_until > state.now {
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

/// What becomes of one call of ActiveCampaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Answered,
    RequestLost,
    AnswerLost,
    /// Something before ActiveCampaign answers in its place.
    Instead(u16),
    /// It is done, and 500 says otherwise.
    FailedAfter,
    /// It is done late.
    Slow,
    /// It is done, and nothing is ever heard.
    Silent,
}

/// How often calls go wrong, in a thousand.
#[derive(Clone, Copy, Debug)]
pub struct Weather(pub u32);

impl Weather {
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

/// Something that happens to the whole.
#[derive(Clone, Debug)]
pub enum Blow {
    Crash(usize, Duration),
    Stop(usize, Duration),
    Freeze(usize, Duration),
    Stall(usize, Duration),
    Refuse(usize, Duration),
    Lossy(usize, Duration),
    Full(Duration),
    CutOff(usize, Duration),
    Clock(usize, i64),
    Weather(u32, Duration),
}

impl Blow {
    pub fn draw(rng: &mut Rng, proxies: usize) -> Self {
        let proxy = rng.usize(..proxies);
        let time = Duration::from_millis(rng.u64(50..8000));
        match rng.u8(..14) {
            0..=2 => Self::Crash(proxy, time / 2),
            3 => Self::Stop(proxy, time / 2),
            4 | 5 => Self::Freeze(proxy, time),
            6 => Self::Stall(proxy, time),
            7 => Self::Refuse(proxy, time),
            8 | 9 => Self::Lossy(proxy, time),
            10 => Self::Full(time / 2),
            11 => Self::CutOff(proxy, time),
            12 => Self::Clock(proxy, rng.i64(-25_000..25_000)),
            _ => Self::Weather(rng.u32(50..500), time),
        }
    }
}
