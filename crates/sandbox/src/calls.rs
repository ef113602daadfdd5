//! Records calls and their times, so that tests can verify a client's request rate.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde_json::{Value, json};

/// How many calls are kept one by one.
const LATEST_KEPT: usize = 30;

/// One day: older seconds are dropped to limit the memory of long runs.
const SECONDS_KEPT: usize = 86_400;

/// The calls of one account in order of arrival, refused ones included.
#[derive(Default)]
pub struct Calls {
    total: u64,
    over_limit: u64,
    by_kind: BTreeMap<String, u64>,
    by_second: BTreeMap<i64, u64>,
    last_second: VecDeque<Instant>,
    max_in_one_second: usize,
    latest: VecDeque<Latest>,
}

/// One of the latest calls.
struct Latest {
    number: u64,
    at: Timestamp,
    kind: String,
    /// `None` until it is answered, and for good where the connection was cut.
    status: Option<u16>,
}

impl Calls {
    /// Records a call of a kind such as `GET connections/{id}`, and returns its number.
    pub fn record(&mut self, kind: &str, now: Instant) -> u64 {
        self.total += 1;
        match self.by_kind.get_mut(kind) {
            Some(count) => *count += 1,
            None => {
                self.by_kind.insert(kind.to_owned(), 1);
            }
        }
        *self
            .by_second
            .entry(Timestamp::now().as_second())
            .or_default() += 1;
        if self.by_second.len() > SECONDS_KEPT {
            self.by_second.pop_first();
        }
        self.widen(now);
        self.latest.truncate(LATEST_KEPT - 1);
        self.latest.push_front(Latest {
            number: self.total,
            at: Timestamp::now(),
            kind: kind.to_owned(),
            status: None,
        });
        self.total
    }

    /// Keeps the status of the answer to a call.
    pub fn record_answer(&mut self, number: u64, status: u16) {
        let call = self.latest.iter_mut().find(|call| call.number == number);
        if let Some(call) = call {
            call.status = Some(status);
        }
    }

    /// Records a call that the rate limit refused.
    pub fn record_over_limit(&mut self) {
        self.over_limit += 1;
    }

    /// Updates the maximum number of calls in any one-second window.
    fn widen(&mut self, now: Instant) {
        while self
            .last_second
            .front()
            .is_some_and(|first| now.duration_since(*first) >= Duration::from_secs(1))
        {
            self.last_second.pop_front();
        }
        self.last_second.push_back(now);
        self.max_in_one_second = self.max_in_one_second.max(self.last_second.len());
    }

    pub fn show(&self) -> Value {
        let seconds: Vec<Value> = self
            .by_second
            .iter()
            .map(|(second, count)| json!({ "second": second, "calls": count }))
            .collect();
        let latest: Vec<Value> = self.latest.iter().map(Latest::show).collect();
        json!({
            "total": self.total,
            "over_limit": self.over_limit,
            "max_in_one_second": self.max_in_one_second,
            "by_kind": self.by_kind,
            "by_second": seconds,
            "latest": latest,
        })
    }
}

impl Latest {
    fn show(&self) -> Value {
        json!({
            "number": self.number,
            "at": self.at.to_string(),
            "kind": self.kind,
            "status": self.status,
        })
    }
}
