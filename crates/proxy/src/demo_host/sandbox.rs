//! The control routes of the sandbox (`crates/sandbox/src/control.rs`): what an account holds, and
//! how it is told to misbehave.

use std::time::Duration;

use anyhow::Context;
use contract::AccountName;
use reqwest::{Client, Method};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::{Host, Url};

use crate::config::ActiveCampaignUrl;

const TIMEOUT: Duration = Duration::from_secs(5);
/// The key that the sandbox accepts after *key reset*: the merchant enters it in the panel.
pub(super) const NEW_KEY: &str = "nuova-chiave-0123456789abcdef";

/// The sandbox, where `ACTIVECAMPAIGN_URL` leads to one.
#[derive(Clone)]
pub(super) struct Sandbox {
    base: Url,
    http: Client,
}

/// What ActiveCampaign does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Behaviour {
    /// It works.
    #[default]
    Normal,
    /// Each call takes three seconds.
    Slow,
    /// 429 with `Retry-After`.
    RateLimited,
    /// 503 with `Retry-After`.
    Maintenance,
    /// The key was reset: only [`NEW_KEY`] opens the account.
    KeyReset,
}

impl Sandbox {
    /// `None` where the template leads to another machine: that is ActiveCampaign itself.
    pub(super) fn at(template: &ActiveCampaignUrl, http: &Client) -> Option<Self> {
        let template = template.to_string();
        let base: Url = template.strip_suffix("/{account}")?.parse().ok()?;
        let is_here = match base.host()? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        is_here.then(|| Self {
            base,
            http: http.clone(),
        })
    }

    /// Reads a control route of an account: `""` for what it holds, `calls`.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        account: &AccountName,
        route: &str,
    ) -> anyhow::Result<T> {
        let answer = self.request(Method::GET, account, route)?.send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Makes an account behave like this from now on.
    pub(super) async fn set(
        &self,
        account: &AccountName,
        behaviour: Behaviour,
    ) -> anyhow::Result<()> {
        let keys = match behaviour {
            Behaviour::KeyReset => json!({ "accepted": [NEW_KEY] }),
            _ => json!({ "accepted": null }),
        };
        self.put(account, "faults", behaviour.faults()).await?;
        self.put(account, "keys", keys).await
    }

    async fn put(&self, account: &AccountName, route: &str, body: Value) -> anyhow::Result<()> {
        let request = self.request(Method::PUT, account, route)?.json(&body);
        request.send().await?.error_for_status()?;
        Ok(())
    }

    fn request(
        &self,
        method: Method,
        account: &AccountName,
        route: &str,
    ) -> anyhow::Result<reqwest::RequestBuilder> {
        let mut url = self.base.clone();
        let mut path = url.path_segments_mut().ok().context("a URL with a path")?;
        path.pop_if_empty()
            .extend(["_sandbox", "accounts", account.as_str()]);
        if !route.is_empty() {
            path.push(route);
        }
        drop(path);
        Ok(self.http.request(method, url).timeout(TIMEOUT))
    }
}

impl Behaviour {
    /// As the route `faults` takes it.
    fn faults(self) -> Value {
        match self {
            Self::Normal | Self::KeyReset => json!({}),
            Self::Slow => json!({ "shares": { "stall": 1.0 }, "stall_ms": 3000 }),
            Self::RateLimited => {
                json!({ "shares": { "rate_limited": 1.0 }, "retry_after_seconds": 5 })
            }
            Self::Maintenance => {
                json!({ "shares": { "maintenance": 1.0 }, "retry_after_seconds": 5 })
            }
        }
    }
}
