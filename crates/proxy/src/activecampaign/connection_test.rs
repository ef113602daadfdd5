use contract::{TestOutcome, TestedUser};

use super::{
    client::{AccountClient, Reply},
    meaning::{Meaning, of_connections, of_me},
};
use crate::session::SiteId;

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

impl AccountClient<'_> {
    /// Tries account name, key and plan, with two calls that change nothing. Both together have one
    /// time; waiting for a turn does not count.
    pub async fn test(&self, site: &SiteId) -> TestResult {
        self.two_calls(site).await
    }

    async fn two_calls(&self, site: &SiteId) -> TestResult {
        let me = self.users().me().await;
        log("users/me", &me);
        let user = match of_me(&me) {
            Ok(user) => user,
            Err(meaning) => return result(None, meaning),
        };
        let connections = self.connections().find(site.as_str()).await;
        log("connections", &connections);
        match of_connections(&connections) {
            Ok(()) => result(Some(user), TestOutcome::Ok.into()),
            Err(meaning) => result(Some(user), meaning),
        }
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
