use contract::{SiteId, TestOutcome, TestedUser};

use super::{
    answer::Reply,
    classify::{Meaning, of_connections, of_me},
    client::AccountClient,
    transport_error::TransportError,
};

/// What a test found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// How it ended.
    pub outcome: TestOutcome,
    /// Whose key it is, once the key was accepted.
    pub user: Option<TestedUser>,
    /// How long ActiveCampaign asks to wait.
    pub retry_after_seconds: Option<u32>,
    /// Whether it ended with 503: maintenance, which says nothing of the account itself.
    pub is_unavailable: bool,
}

/// There was nothing to find out: ActiveCampaign was not called, or not to the end, because the
/// proxy stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotTested;

impl AccountClient<'_> {
    /// Tries account name, key and plan, with two calls that change nothing. Both together have one
    /// time; waiting for a turn does not count.
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

/// What an operator, or ActiveCampaign's support, needs to find the cause. No body: it may hold
/// anything.
fn log(call: &str, reply: &Reply) {
    match reply {
        Ok(answer) => tracing::info!(
            call,
            status = answer.status.as_u16(),
            request_id = answer.request_id,
            "ActiveCampaign answered"
        ),
        Err(failure) => tracing::warn!(call, %failure, "ActiveCampaign did not answer"),
    }
}
