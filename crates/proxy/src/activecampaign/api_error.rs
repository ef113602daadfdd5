//! Errors of the calls that deliver data.

mod classify;

use std::fmt;

use contract::transfer::{AttemptOutcome, FailureCode};

use super::refusal::Refusal;

pub(super) use classify::{done, read};

/// Why a call failed.
#[derive(Debug)]
pub enum ApiError {
    /// 429: the request was not processed.
    RateLimited {
        /// `Retry-After`, in seconds.
        after: Option<u32>,
        /// ActiveCampaign's code and message.
        refusal: Refusal,
    },
    /// 503: the account is in maintenance, archived, or inactive.
    Unavailable {
        /// `Retry-After`, in seconds.
        after: Option<u32>,
        /// ActiveCampaign's code and message.
        refusal: Refusal,
    },
    /// 401 or 403. Reported to occur by mistake at times, so a single one proves nothing.
    Forbidden(Refusal),
    /// The plan does not include e-commerce data.
    NoEcommerce(Refusal),
    /// 402: the subscription is unpaid or expired.
    Unpaid(Refusal),
    /// 404: the record does not exist.
    Gone(Refusal),
    /// 422, sometimes 400: ActiveCampaign refuses the data.
    Refused(Refusal),
    /// No call was made: the proxy stops, or the lease was lost.
    NotCalled(&'static str),
    /// Timeout, connection reset, 5xx, a redirect, or an HTML page instead of JSON: it is unknown
    /// whether the request was processed.
    Unclear {
        /// The error, for the operator's log.
        text: String,
        /// The error, as the list of an item's attempts shows it.
        outcome: AttemptOutcome,
        /// ActiveCampaign's code and message, or the transport error.
        refusal: Refusal,
    },
}

impl ApiError {
    /// Whether a record named in the call may no longer exist. 404 reports that about the record,
    /// 422 about a related record, and some endpoints use 403 for it.
    #[must_use]
    pub fn may_be_missing(&self) -> bool {
        match self {
            Self::Forbidden(_) | Self::Gone(_) => true,
            Self::Refused(refusal) => refusal.code == FailureCode::RelatedMissing,
            _ => false,
        }
    }

    /// Whether ActiveCampaign responded and refused the request.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Forbidden(_) | Self::Gone(_))
    }

    /// An error for a response that cannot be parsed.
    #[must_use]
    pub fn unreadable(text: String) -> Self {
        Self::without_status(text, AttemptOutcome::ServerError)
    }

    /// An error of this program in the middle of an attempt.
    #[must_use]
    pub fn internal(text: String) -> Self {
        Self::without_status(text, AttemptOutcome::Unknown)
    }

    fn without_status(text: String, outcome: AttemptOutcome) -> Self {
        Self::Unclear {
            refusal: Refusal::without_response(FailureCode::ServerError, &text),
            text,
            outcome,
        }
    }

    /// ActiveCampaign's code, message and request id. For a call without a response, the transport
    /// error.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let refusal = match self {
            Self::NotCalled(why) => {
                return Refusal::without_response(FailureCode::NoAnswer, why);
            }
            Self::RateLimited { refusal, .. }
            | Self::Unavailable { refusal, .. }
            | Self::Unclear { refusal, .. }
            | Self::Forbidden(refusal)
            | Self::NoEcommerce(refusal)
            | Self::Unpaid(refusal)
            | Self::Gone(refusal)
            | Self::Refused(refusal) => refusal,
        };
        refusal.clone()
    }

    /// How the attempt that ended with this error is listed; `None` when no call was made.
    #[must_use]
    pub fn attempt(&self) -> Option<AttemptOutcome> {
        Some(match self {
            Self::NotCalled(_) => return None,
            Self::RateLimited { .. } => AttemptOutcome::RateLimited,
            Self::Unavailable { .. } => AttemptOutcome::Maintenance,
            Self::Unclear { outcome, .. } => *outcome,
            Self::Forbidden(_) => AttemptOutcome::KeyRejected,
            Self::NoEcommerce(_) => AttemptOutcome::NoEcommerce,
            Self::Unpaid(_) => AttemptOutcome::AccountSuspended,
            Self::Gone(_) => AttemptOutcome::NotFound,
            // A stored item that cannot be read is refused without a call.
            Self::Refused(refusal) => return refusal.status.map(|_| AttemptOutcome::Refused),
        })
    }

    /// Whether the request certainly had no effect.
    #[must_use]
    pub fn certainly_not_done(&self) -> bool {
        !matches!(self, Self::Unclear { .. } | Self::Unavailable { .. })
    }
}

/// For the operator's log: without ActiveCampaign's message, which may contain personal data.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateLimited { .. } => f.write_str("too many requests"),
            Self::Unavailable { .. } => f.write_str("503"),
            Self::Forbidden(_) => f.write_str("key rejected"),
            Self::NoEcommerce(_) => f.write_str("no e-commerce data"),
            Self::Unpaid(_) => f.write_str("402"),
            Self::Gone(_) => f.write_str("no such record"),
            Self::Refused(refusal) => write!(f, "refused: {:?}", refusal.code),
            Self::NotCalled(why) => write!(f, "not called: {why}"),
            Self::Unclear { text, .. } => f.write_str(text),
        }
    }
}
