//! What the answer to a call that delivers something means.

use std::fmt;

use contract::transfer::FailureCode;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    answer::{Answer, Reply},
    transport_error::TransportError,
};

/// The longest text of ActiveCampaign's that is kept, in characters.
const MAX_WORDS: usize = 500;

/// Why a call did not do what it should.
#[derive(Debug)]
pub enum ApiError {
    /// 429: nothing was done.
    RateLimited {
        /// What `Retry-After` says, in seconds.
        after: Option<u32>,
        /// What was answered.
        refusal: Refusal,
    },
    /// 503: maintenance, archived, inactive.
    Unavailable {
        /// What `Retry-After` says, in seconds.
        after: Option<u32>,
        /// What was answered.
        refusal: Refusal,
    },
    /// 401 or 403. Reported to come by mistake at times, so one alone proves nothing.
    Forbidden(Refusal),
    /// The plan has no e-commerce data.
    NoEcommerce(Refusal),
    /// 402: unpaid or expired.
    Unpaid(Refusal),
    /// 404: no such record.
    Gone(Refusal),
    /// 422, some 400: ActiveCampaign does not want the data.
    Refused(Refusal),
    /// ActiveCampaign was not called: the proxy stops, or others may work in its place.
    NotCalled(&'static str),
    /// Time-out, reset, 5xx, a redirect or a page where JSON was expected: whether it was done is
    /// not known.
    Unclear {
        /// For the operator's log.
        text: String,
        /// What was answered, if anything was.
        refusal: Refusal,
    },
}

impl ApiError {
    /// Whether something that the call names may not be there any more. 404 says so, 422 does
    /// about what a record belongs to, and some endpoints say it with 403.
    #[must_use]
    pub fn may_be_missing(&self) -> bool {
        match self {
            Self::Forbidden(_) | Self::Gone(_) => true,
            Self::Refused(refusal) => refusal.code == FailureCode::RelatedMissing,
            _ => false,
        }
    }

    /// Whether ActiveCampaign answered and does not want it.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Forbidden(_) | Self::Gone(_))
    }

    /// An answer that says nothing that can be read.
    #[must_use]
    pub fn unreadable(text: String) -> Self {
        let refusal = Refusal {
            code: FailureCode::ServerError,
            words: text.clone(),
            request_id: None,
        };
        Self::Unclear { text, refusal }
    }

    /// What ActiveCampaign said.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let refusal = match self {
            Self::NotCalled(why) => {
                return Refusal {
                    code: FailureCode::NoAnswer,
                    words: (*why).to_owned(),
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

    /// Whether ActiveCampaign said that it did nothing.
    #[must_use]
    pub fn certainly_not_done(&self) -> bool {
        !matches!(self, Self::Unclear { .. } | Self::Unavailable { .. })
    }
}

/// For the operator's log: no words of ActiveCampaign's, which may name somebody.
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

/// What ActiveCampaign does not want, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind of refusal it is.
    pub code: FailureCode,
    /// Its own words; the status, when it has none.
    pub words: String,
    /// Its identifier of the request, for its support.
    pub request_id: Option<String>,
}

/// The body of a good answer, with its status.
pub(super) fn read<T: DeserializeOwned>(reply: Reply) -> Result<(StatusCode, T), ApiError> {
    let answer = good(reply)?;
    let body = answer.json().ok_or_else(|| unclear(&answer))?;
    Ok((answer.status, body))
}

/// A good answer of which nothing is needed, so that any body will do but a page for people.
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
        // A page says that there is no such account, and nothing of the record.
        StatusCode::NOT_FOUND if !answer.is_html() => ApiError::Gone(refusal(&answer)),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST if !answer.is_html() => {
            ApiError::Refused(refusal(&answer))
        }
        _ => unclear(&answer),
    })
}

fn unclear(answer: &Answer) -> ApiError {
    let kind = if answer.is_html() { ", a page" } else { "" };
    ApiError::Unclear {
        text: format!("status {}{kind}", answer.status.as_u16()),
        refusal: refusal(answer),
    }
}

fn transport_error(none: TransportError) -> ApiError {
    if let TransportError::NotCalled(why) = none {
        return ApiError::NotCalled(why);
    }
    let text = none.to_string();
    let refusal = Refusal {
        code: FailureCode::NoAnswer,
        words: text.clone(),
        request_id: None,
    };
    ApiError::Unclear { text, refusal }
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
        request_id: answer.request_id.clone(),
    }
}

/// Which kind of refusal it is when no code says so.
fn of_status(answer: &Answer) -> FailureCode {
    match answer.status {
        StatusCode::NOT_FOUND => FailureCode::RelatedMissing,
        StatusCode::PAYLOAD_TOO_LARGE => FailureCode::TooLarge,
        status if status.is_server_error() || answer.is_html() => FailureCode::ServerError,
        status if status.is_success() || status.is_redirection() => FailureCode::ServerError,
        _ => FailureCode::Refused,
    }
}

/// What a person reads of an error: titles, details and messages, of whichever envelope.
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
