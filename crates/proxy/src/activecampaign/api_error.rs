//! Errors of the calls that deliver data.

use std::fmt;

use contract::transfer::{AttemptOutcome, FailureCode};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    answer::{Answer, Reply},
    transport_error::TransportError,
};

/// Maximum length of a stored error message, in characters.
const MAX_WORDS: usize = 500;

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
        let refusal = Refusal {
            code: FailureCode::ServerError,
            words: text.clone(),
            status: None,
            request_id: None,
        };
        Self::Unclear {
            text,
            outcome,
            refusal,
        }
    }

    /// ActiveCampaign's code, message and request id. For a call without a response, the transport
    /// error.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let refusal = match self {
            Self::NotCalled(why) => {
                return Refusal {
                    code: FailureCode::NoAnswer,
                    words: (*why).to_owned(),
                    status: None,
                    request_id: None,
                };
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

/// A refusal by ActiveCampaign and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: FailureCode,
    /// ActiveCampaign's message; the status when there is none.
    pub words: String,
    /// The HTTP status; `None` when there is no response.
    pub status: Option<u16>,
    /// `X-Request-Id`, which ActiveCampaign's support uses to find the request.
    pub request_id: Option<String>,
}

/// Parses the body of a successful response. Returns the status with it.
pub(super) fn read<T: DeserializeOwned>(reply: Reply) -> Result<(StatusCode, T), ApiError> {
    let answer = good(reply)?;
    let body = answer.json().ok_or_else(|| unclear(&answer))?;
    Ok((answer.status, body))
}

/// Checks for a successful response whose body is not needed. Any body except an HTML page counts.
pub(super) fn done(reply: Reply) -> Result<(), ApiError> {
    let answer = good(reply)?;
    match answer.is_html() {
        true => Err(unclear(&answer)),
        false => Ok(()),
    }
}

fn good(reply: Reply) -> Result<Answer, ApiError> {
    let answer = reply.map_err(transport_error)?;
    let status = answer.status;
    if status.is_success() && !answer.says_no_ecommerce() {
        return Ok(answer);
    }
    let after = answer.retry_after_seconds;
    Err(match status {
        StatusCode::TOO_MANY_REQUESTS => ApiError::RateLimited {
            after,
            refusal: refusal(&answer),
        },
        StatusCode::SERVICE_UNAVAILABLE => ApiError::Unavailable {
            after,
            refusal: refusal(&answer),
        },
        _ if answer.says_no_ecommerce() => ApiError::NoEcommerce(refusal(&answer)),
        StatusCode::PAYMENT_REQUIRED => ApiError::Unpaid(refusal(&answer)),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ApiError::Forbidden(refusal(&answer)),
        // An HTML page means that the account does not exist, and proves nothing about the record.
        StatusCode::NOT_FOUND if !answer.is_html() => ApiError::Gone(refusal(&answer)),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST if !answer.is_html() => {
            ApiError::Refused(refusal(&answer))
        }
        _ => unclear(&answer),
    })
}

fn unclear(answer: &Answer) -> ApiError {
    let kind = if answer.is_html() { ", HTML page" } else { "" };
    let outcome = match answer.status {
        StatusCode::PAYLOAD_TOO_LARGE => AttemptOutcome::Refused,
        _ => AttemptOutcome::ServerError,
    };
    ApiError::Unclear {
        text: format!("status {}{kind}", answer.status.as_u16()),
        outcome,
        refusal: refusal(answer),
    }
}

fn transport_error(none: TransportError) -> ApiError {
    let outcome = match none {
        TransportError::NotCalled(why) => return ApiError::NotCalled(why),
        TransportError::NoSuchHost => AttemptOutcome::HostNotFound,
        TransportError::NotThisHost(_) => AttemptOutcome::WrongHost,
        TransportError::TimedOut => AttemptOutcome::TimedOut,
        TransportError::Unreachable(_) => AttemptOutcome::ConnectionFailed,
        TransportError::TooLarge => AttemptOutcome::ResponseTooLarge,
    };
    let text = none.to_string();
    let refusal = Refusal {
        code: FailureCode::NoAnswer,
        words: text.clone(),
        status: None,
        request_id: None,
    };
    ApiError::Unclear {
        text,
        outcome,
        refusal,
    }
}

fn refusal(answer: &Answer) -> Refusal {
    let body: Value = answer.json().unwrap_or_default();
    let code = body
        .pointer("/errors/0/code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Refusal {
        code: match code {
            "email_invalid" => FailureCode::EmailRefused,
            "field_missing" => FailureCode::FieldMissing,
            "field_invalid" => FailureCode::FieldInvalid,
            "duplicate" => FailureCode::Duplicate,
            "related_missing" => FailureCode::RelatedMissing,
            _ => of_status(answer),
        },
        words: Some(words(&body))
            .filter(|words| !words.is_empty())
            .or_else(|| answer.page_title().map(|title| shortened(&title)))
            .unwrap_or_else(|| answer.status.to_string()),
        status: Some(answer.status.as_u16()),
        request_id: answer.request_id.clone(),
    }
}

/// The kind of refusal when the response contains no known code.
fn of_status(answer: &Answer) -> FailureCode {
    match answer.status {
        StatusCode::NOT_FOUND => FailureCode::RelatedMissing,
        StatusCode::PAYLOAD_TOO_LARGE => FailureCode::TooLarge,
        status if status.is_server_error() || answer.is_html() => FailureCode::ServerError,
        status if status.is_success() || status.is_redirection() => FailureCode::ServerError,
        _ => FailureCode::Refused,
    }
}

/// The readable texts of an error response, in any format: titles, details and messages.
fn words(body: &Value) -> String {
    let text = |value: Option<&Value>| -> Option<String> {
        let text = value?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let mut found: Vec<String> = Vec::new();
    found.extend(text(body.get("message")));
    found.extend(text(body.get("error")));
    match body.get("errors") {
        Some(Value::Array(errors)) => {
            for error in errors {
                found.extend(text(Some(error)));
                found.extend(text(error.get("title")));
                found.extend(text(error.get("detail")));
            }
        }
        other => found.extend(text(other)),
    }
    shortened(&found.join(" · "))
}

fn shortened(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_WORDS)
        .collect()
}
