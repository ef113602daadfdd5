//! Classifies the responses to the calls that deliver data.

use contract::transfer::{AttemptOutcome, FailureCode};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use super::ApiError;
use crate::activecampaign::{
    answer::{Answer, Reply},
    refusal::Refusal,
    transport_error::TransportError,
};

/// Parses the body of a successful response. Returns the status with it.
pub fn read<T: DeserializeOwned>(reply: Reply) -> Result<(StatusCode, T), ApiError> {
    let answer = good(reply)?;
    let body = answer.json().ok_or_else(|| unclear(&answer))?;
    Ok((answer.status, body))
}

/// Checks for a successful response whose body is not needed. Any body except an HTML page counts.
pub fn done(reply: Reply) -> Result<(), ApiError> {
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
            refusal: Refusal::read(&answer),
        },
        StatusCode::SERVICE_UNAVAILABLE => ApiError::Unavailable {
            after,
            refusal: Refusal::read(&answer),
        },
        _ if answer.says_no_ecommerce() => ApiError::NoEcommerce(Refusal::read(&answer)),
        StatusCode::PAYMENT_REQUIRED => ApiError::Unpaid(Refusal::read(&answer)),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            ApiError::Forbidden(Refusal::read(&answer))
        }
        // An HTML page means that the account does not exist, and proves nothing about the record.
        StatusCode::NOT_FOUND if !answer.is_html() => ApiError::Gone(Refusal::read(&answer)),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST if !answer.is_html() => {
            ApiError::Refused(Refusal::read(&answer))
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
        refusal: Refusal::read(answer),
    }
}

fn transport_error(error: TransportError) -> ApiError {
    let outcome = match error {
        TransportError::NotCalled(why) => return ApiError::NotCalled(why),
        TransportError::NoSuchHost => AttemptOutcome::HostNotFound,
        TransportError::NotThisHost(_) => AttemptOutcome::WrongHost,
        TransportError::TimedOut => AttemptOutcome::TimedOut,
        TransportError::Unreachable(_) => AttemptOutcome::ConnectionFailed,
        TransportError::TooLarge => AttemptOutcome::ResponseTooLarge,
    };
    let text = error.to_string();
    ApiError::Unclear {
        refusal: Refusal::without_response(FailureCode::NoAnswer, &text),
        text,
        outcome,
    }
}
