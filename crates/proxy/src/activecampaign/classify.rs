//! What an answer means. Every answer that is known of the two calls of a test ends up here.

use contract::{TestOutcome, TestedUser};
use reqwest::StatusCode;

use super::{
    answer::{Answer, Reply},
    connections::Found,
    transport_error::TransportError,
    users::Me,
};

/// Why a test did not end well.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub outcome: TestOutcome,
    pub retry_after_seconds: Option<u32>,
    /// 503: it says nothing of the account itself.
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

/// `GET /users/me`: is the key good, and whose is it?
pub(super) fn of_me(reply: &Reply) -> Result<TestedUser, Meaning> {
    let answer = answered(reply)?;
    match answer.status {
        StatusCode::OK => match answer.json::<Me>() {
            Some(me) => Ok(me.into_tested()),
            // A login page: ActiveCampaign has no such account.
            None if answer.is_html() => Err(TestOutcome::AccountNotFound.into()),
            None => Err(TestOutcome::UnexpectedAnswer.into()),
        },
        // 403 is documented, 401 is taken the same. Whatever its body says: nothing was proven.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(TestOutcome::KeyRejected.into()),
        status if status.is_redirection() => Err(TestOutcome::AccountNotFound.into()),
        StatusCode::NOT_FOUND => Err(TestOutcome::AccountNotFound.into()),
        _ => Err(of_any(answer)),
    }
}

/// `GET /connections`, after `users/me` has proven account and key: does the plan allow
/// e-commerce data?
pub(super) fn of_connections(reply: &Reply) -> Result<(), Meaning> {
    let answer = answered(reply)?;
    match answer.status {
        StatusCode::OK if answer.json::<Found>().is_some() => Ok(()),
        _ if answer.says_no_ecommerce() => Err(TestOutcome::NoEcommerce.into()),
        // The same call has just accepted the key, so what is forbidden is the e-commerce data: by
        // the plan, or to this user. Both are mended by whoever manages the ActiveCampaign account.
        StatusCode::FORBIDDEN => Err(TestOutcome::NoEcommerce.into()),
        // The key was reset between the two calls.
        StatusCode::UNAUTHORIZED => Err(TestOutcome::KeyRejected.into()),
        _ => Err(of_any(answer)),
    }
}

/// What means the same for every call.
fn of_any(answer: &Answer) -> Meaning {
    let retry_after_seconds = answer.retry_after_seconds;
    match answer.status {
        StatusCode::PAYMENT_REQUIRED => TestOutcome::AccountSuspended.into(),
        // Maintenance, archived or inactive; often says until when.
        StatusCode::SERVICE_UNAVAILABLE => Meaning {
            outcome: TestOutcome::AccountSuspended,
            retry_after_seconds,
            is_unavailable: true,
        },
        // Five requests a second are allowed, so a second is enough when it does not say.
        StatusCode::TOO_MANY_REQUESTS => Meaning {
            outcome: TestOutcome::RateLimited,
            retry_after_seconds: Some(retry_after_seconds.unwrap_or(1).max(1)),
            is_unavailable: false,
        },
        // Cloudflare's 520–526 among them: it could not reach ActiveCampaign either.
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
            TransportError::NotCalled(_) | TransportError::Unreachable(_) => {
                TestOutcome::Unreachable
            }
            TransportError::TooLarge => TestOutcome::UnexpectedAnswer,
        }
        .into()
    })
}
