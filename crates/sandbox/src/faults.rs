//! Configurable faults: a share of the calls fails, reproducibly for a seed.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use crate::{answers, envelope::Refusal, reserved::Behaviour};

/// The fault of a single call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 429 with `Retry-After`.
    RateLimited,
    /// 503 with `Retry-After`.
    Maintenance,
    /// 503 without `Retry-After`.
    Unavailable,
    /// 302 to a login page.
    Redirect,
    /// 200 with an HTML page.
    Html,
    /// 403 with a message, as for a wrong key.
    Forbidden,
    /// 422 `field_invalid`.
    Refused,
    /// 403: Deep Data is not enabled.
    NoEcommerce,
    /// 500.
    ServerError,
    /// The connection closes before the call is processed.
    ResetBefore,
    /// The call is processed, then the connection closes.
    ResetAfter,
    /// The call is delayed, then processed.
    Stall,
    /// The call is processed, then delayed, then the connection closes.
    Timeout,
}

/// When the fault happens, relative to processing the call.
pub enum Moment {
    /// The call is not processed; this is the response.
    Instead(Answer),
    /// The call is processed after a delay.
    Late(Duration),
    /// The call is processed; after a delay the connection closes.
    Silent(Duration),
}

/// A response in place of the resource's.
pub struct Answer {
    fault: Fault,
    retry_after_seconds: u64,
}

/// The share of calls per fault; the sum is at most 1.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "BTreeMap<Fault, f64>")]
struct Shares(BTreeMap<Fault, f64>);

/// The faults configured for an account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    seed: u64,
    shares: Shares,
    /// Shares for a kind of call, such as `POST ecomOrders`, in place of the general ones.
    kinds: BTreeMap<String, Shares>,
    retry_after_seconds: u64,
    stall_ms: u64,
    /// The maximum number of faults; further calls succeed.
    at_most: Option<u64>,
    always: Option<Behaviour>,
}

/// The configured faults of an account and the number already produced.
#[derive(Default)]
pub struct Faults {
    plan: Plan,
    dice: Dice,
    pub dealt: BTreeMap<Fault, u64>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 0,
            shares: Shares::default(),
            kinds: BTreeMap::new(),
            retry_after_seconds: 1,
            stall_ms: 40_000,
            at_most: None,
            always: None,
        }
    }
}

impl TryFrom<BTreeMap<Fault, f64>> for Shares {
    type Error = &'static str;

    fn try_from(shares: BTreeMap<Fault, f64>) -> Result<Self, Self::Error> {
        let each = shares.values().all(|share| (0.0..=1.0).contains(share));
        if each && shares.values().sum::<f64>() <= 1.0 + f64::EPSILON {
            Ok(Self(shares))
        } else {
            Err("shares are between 0 and 1, and so is their sum")
        }
    }
}

impl Faults {
    pub fn new(plan: Plan) -> Self {
        Self {
            dice: Dice(plan.seed),
            plan,
            dealt: BTreeMap::new(),
        }
    }

    /// The behaviour configured for every call.
    pub fn always(&self) -> Option<Behaviour> {
        self.plan.always
    }

    /// Chooses the fault of the next call of a kind.
    pub fn deal(&mut self, kind: &str) -> Option<Moment> {
        let dealt: u64 = self.dealt.values().sum();
        if self.plan.at_most.is_some_and(|most| dealt >= most) {
            return None;
        }
        let shares = self.plan.kinds.get(kind).unwrap_or(&self.plan.shares);
        let mut thrown = self.dice.throw();
        let (fault, _) = shares.0.iter().find(|(_, share)| {
            thrown -= **share;
            thrown < 0.0
        })?;
        *self.dealt.entry(*fault).or_default() += 1;
        Some(self.plan.moment(*fault))
    }
}

impl Plan {
    fn moment(&self, fault: Fault) -> Moment {
        let wait = Duration::from_millis(self.stall_ms);
        match fault {
            Fault::Stall => Moment::Late(wait),
            Fault::Timeout => Moment::Silent(wait),
            Fault::ResetAfter => Moment::Silent(Duration::ZERO),
            _ => Moment::Instead(Answer {
                fault,
                retry_after_seconds: self.retry_after_seconds,
            }),
        }
    }
}

impl Answer {
    pub async fn answer(self) -> Response {
        match self.fault {
            Fault::RateLimited => answers::rate_limited(self.retry_after_seconds),
            Fault::Maintenance => answers::unavailable(Some(self.retry_after_seconds)),
            Fault::Unavailable => answers::unavailable(None),
            Fault::Redirect => answers::redirect_to_login(),
            Fault::Html => answers::page(StatusCode::OK, "Welcome"),
            Fault::Forbidden => Behaviour::WrongKey.answer().await,
            Fault::Refused => Refusal::invalid("name", "not this one").into_response(),
            Fault::NoEcommerce => Behaviour::NoEcommerce.answer().await,
            Fault::ServerError => {
                answers::message(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.")
            }
            Fault::ResetBefore | Fault::ResetAfter | Fault::Stall | Fault::Timeout => {
                answers::hang_up()
            }
        }
    }
}

/// SplitMix64: a small generator with the same results on every machine.
#[derive(Default)]
struct Dice(u64);

impl Dice {
    /// A number in the range 0 (inclusive) to 1 (exclusive).
    fn throw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}
