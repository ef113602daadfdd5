//! What the answer to a call that delivers something means.

use std::fmt;

use contract::transfer::FailureCode;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{answer::Answer, client::Reply, meaning::says_no_ecommerce, no_answer::NoAnswer};

/// The longest text of ActiveCampaign's that is kept, in characters.
const MAX_WORDS: usize = 500;

/// Why a call did not do what it should.
#[derive(Debug)]
pub enum Failure {
    /// 429: nothing was done.
    RateLimited {
        /// What `Retry-After` says, in seconds.
        after: Option<u32>,
    },
    /// 503: maintenance, archived, inactive.
    Unavailable {
        /// What `Retry-After` says, in seconds.
        after: Option<u32>,
    },
    /// 401 or 403. Reported to come by mistake at times, so one alone proves nothing.
    Forbidden(Refusal),
    /// The plan has no e-commerce data.
    NoEcommerce(Refusal),
    /// 402: unpaid or expired.
    Unpaid,
    /// 404: no such record.
    Gone(Refusal),
    /// 422, some 400: ActiveCampaign does not want the data.
    Refused(Refusal),
    /// ActiveCampaign was not called: the proxy stops, or others may work in its place.
    NotCalled(&'static str),
    /// Time-out, reset, 5xx, a redirect or a page where JSON was expected: whether it was done is
    /// not known. The text is for the operator.
    Unclear(String),
}

impl Failure {
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

    /// What was denied for a reason that may be the account's, or that of what was sent.
    #[must_use]
    pub fn denial(&self) -> Option<&Refusal> {
        match self {
            Self::Forbidden(refusal) | Self::NoEcommerce(refusal) | Self::Gone(refusal) => {
                Some(refusal)
            }
            _ => None,
        }
    }
}

/// For the operator's log: no words of ActiveCampaign's, which may name somebody.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateLimited { .. } => f.write_str("too many requests"),
            Self::Unavailable { .. } => f.write_str("503"),
            Self::Forbidden(_) => f.write_str("key rejected"),
            Self::NoEcommerce(_) => f.write_str("no e-commerce data"),
            Self::Unpaid => f.write_str("402"),
            Self::Gone(_) => f.write_str("no such record"),
            Self::Refused(refusal) => write!(f, "refused: {:?}", refusal.code),
            Self::NotCalled(why) => write!(f, "not called: {why}"),
            Self::Unclear(text) => f.write_str(text),
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
pub(super) fn read<T: DeserializeOwned>(reply: Reply) -> Result<(StatusCode, T), Failure> {
    let answer = good(reply)?;
    let body = answer.json().ok_or_else(|| unclear(&answer))?;
    Ok((answer.status, body))
}

/// A good answer of which nothing is needed, so that any body will do but a page for people.
pub(super) fn done(reply: Reply) -> Result<(), Failure> {
    let answer = good(reply)?;
    match answer.is_html() {
        true => Err(unclear(&answer)),
        false => Ok(()),
    }
}

fn good(reply: Reply) -> Result<Answer, Failure> {
    let answer = reply.map_err(|none| match none {
        NoAnswer::NotCalled(why) => Failure::NotCalled(why),
        none => Failure::Unclear(none.to_string()),
    })?;
    let status = answer.status;
    if status.is_success() && !says_no_ecommerce(&answer) {
        return Ok(answer);
    }
    let after = answer.retry_after_seconds;
    Err(match status {
        StatusCode::TOO_MANY_REQUESTS => Failure::RateLimited { after },
        StatusCode::SERVICE_UNAVAILABLE => Failure::Unavailable { after },
        _ if says_no_ecommerce(&answer) => Failure::NoEcommerce(refusal(&answer)),
        StatusCode::PAYMENT_REQUIRED => Failure::Unpaid,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Failure::Forbidden(refusal(&answer)),
        // A page says that there is no such account, and nothing of the record.
        StatusCode::NOT_FOUND if !answer.is_html() => Failure::Gone(refusal(&answer)),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST if !answer.is_html() => {
            Failure::Refused(refusal(&answer))
        }
        _ => unclear(&answer),
    })
}

fn unclear(answer: &Answer) -> Failure {
    let kind = if answer.is_html() { ", a page" } else { "" };
    Failure::Unclear(format!("status {}{kind}", answer.status.as_u16()))
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
            _ if answer.status == StatusCode::NOT_FOUND => FailureCode::RelatedMissing,
            _ => FailureCode::Refused,
        },
        words: Some(words(&body))
            .filter(|words| !words.is_empty())
            .unwrap_or_else(|| answer.status.to_string()),
        request_id: answer.request_id.clone(),
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
    let text = found.join(" · ");
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_WORDS)
        .collect()
}
