//! Classifies the responses to the two calls of a connection test.

use contract::{TestOutcome, TestedUser};
use reqwest::StatusCode;

use super::{
    answer::{Answer, Reply},
    connections::Found,
    transport_error::TransportError,
    users::Me,
};

/// Why a connection test failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub outcome: TestOutcome,
    pub retry_after_seconds: Option<u32>,
    /// The response was 503, which proves nothing about the account itself.
    pub is_unavailable: bool,
}

impl From<TestOutcome> for Meaning {
    fn from(outcome: TestOutcome) -> Self {
        Self {
            outcome,
            retry_after_seconds: None,
            is_unavailable: false,
        }
    }
}

/// `GET /users/me`: checks the API key. Returns the user of the key.
pub(super) fn of_me(reply: &Reply) -> Result<TestedUser, Meaning> {
    let answer = answered(reply)?;
    match answer.status {
        StatusCode::OK => match answer.json::<Me>() {
            Some(me) => Ok(me.into_tested()),
            // A login page: the ActiveCampaign account does not exist.
            None if answer.is_html() => Err(TestOutcome::AccountNotFound.into()),
            None => Err(TestOutcome::UnexpectedAnswer.into()),
        },
        // 403 is documented, 401 is treated the same. The body is ignored, because nothing is
        // proven yet.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(TestOutcome::KeyRejected.into()),
        status if status.is_redirection() => Err(TestOutcome::AccountNotFound.into()),
        StatusCode::NOT_FOUND => Err(TestOutcome::AccountNotFound.into()),
        _ => Err(of_any(answer)),
    }
}

/// `GET /connections`, after `users/me` has proven account and key: checks whether the plan
/// includes e-commerce data.
pub(super) fn of_connections(reply: &Reply) -> Result<(), Meaning> {
    let answer = answered(reply)?;
    match answer.status {
        StatusCode::OK if answer.json::<Found>().is_some() => Ok(()),
        _ if answer.says_no_ecommerce() => Err(TestOutcome::NoEcommerce.into()),
        // The key was accepted one call earlier, so access to e-commerce data is denied: by the
        // plan, or for this user. The administrator of the ActiveCampaign account can solve both.
        StatusCode::FORBIDDEN => Err(TestOutcome::NoEcommerce.into()),
        // The key was reset between the two calls.
        StatusCode::UNAUTHORIZED => Err(TestOutcome::KeyRejected.into()),
        _ => Err(of_any(answer)),
    }
}

/// Classifies a response whose status means the same for every call.
fn of_any(answer: &Answer) -> Meaning {
    let retry_after_seconds = answer.retry_after_seconds;
    match answer.status {
        StatusCode::PAYMENT_REQUIRED => TestOutcome::AccountSuspended.into(),
        // Maintenance, archived or inactive; `Retry-After` often tells until when.
        StatusCode::SERVICE_UNAVAILABLE => Meaning {
            outcome: TestOutcome::AccountSuspended,
            retry_after_seconds,
            is_unavailable: true,
        },
        // ActiveCampaign allows five requests per second, so one second is enough without
        // `Retry-After`.
        StatusCode::TOO_MANY_REQUESTS => Meaning {
            outcome: TestOutcome::RateLimited,
            retry_after_seconds: Some(retry_after_seconds.unwrap_or(1).max(1)),
            is_unavailable: false,
        },
        // Includes Cloudflare's 520–526: Cloudflare could not reach ActiveCampaign either.
        status if status.is_server_error() => TestOutcome::Unreachable.into(),
        _ => TestOutcome::UnexpectedAnswer.into(),
    }
}

fn answered(reply: &Reply) -> Result<&Answer, Meaning> {
    reply.as_ref().map_err(|failure| {
        match failure {
            TransportError::NoSuchHost | TransportError::NotThisHost(_) => {
                TestOutcome::AccountNotFound
            }
            TransportError::NotCalled(_)
            | TransportError::TimedOut
            | TransportError::Unreachable(_) => TestOutcome::Unreachable,
            TransportError::TooLarge => TestOutcome::UnexpectedAnswer,
        }
        .into()
    })
}
