use contract::{SiteId, TestOutcome, TestedUser};

use super::{
    answer::Reply,
    classify::{Meaning, of_connections, of_me},
    client::AccountClient,
    transport_error::TransportError,
};

/// Result of a connection test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The outcome.
    pub outcome: TestOutcome,
    /// The user of the API key, once the key was accepted.
    pub user: Option<TestedUser>,
    /// `Retry-After`, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// Whether the response was 503 (maintenance), which proves nothing about the account itself.
    pub is_unavailable: bool,
}

/// The test was not completed, because the proxy stops or the lease was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotTested;

impl AccountClient<'_> {
    /// Tests account name, API key and plan with two read-only calls. Both share one timeout, which
    /// excludes the wait for the rate limiter.
    ///
    /// # Errors
    /// [`NotTested`].
    pub async fn test(&self, site: &SiteId) -> Result<TestResult, NotTested> {
        let me = self.users().me().await;
        log("users/me", &me);
        if let Err(TransportError::NotCalled(_)) = me {
            return Err(NotTested);
        }
        let user = match of_me(&me) {
            Ok(user) => user,
            Err(meaning) => return Ok(result(None, meaning)),
        };
        let connections = self.connections().find(site.as_str()).await;
        log("connections", &connections);
        if let Err(TransportError::NotCalled(_)) = connections {
            return Err(NotTested);
        }
        Ok(match of_connections(&connections) {
            Ok(()) => result(Some(user), TestOutcome::Ok.into()),
            Err(meaning) => result(Some(user), meaning),
        })
    }
}

fn result(user: Option<TestedUser>, meaning: Meaning) -> TestResult {
    TestResult {
        outcome: meaning.outcome,
        user,
        retry_after_seconds: meaning.retry_after_seconds,
        is_unavailable: meaning.is_unavailable,
    }
}

/// Logs what an operator or ActiveCampaign's support needs to find the cause. Never logs the body,
/// which may contain personal data.
fn log(call: &str, reply: &Reply) {
    match reply {
        Ok(answer) => tracing::info!(
            call,
            status = answer.status.as_u16(),
            request_id = answer.request_id,
            "connection test response"
        ),
        Err(failure) => tracing::warn!(call, %failure, "connection test without response"),
    }
}
