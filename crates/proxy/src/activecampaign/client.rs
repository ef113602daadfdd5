use std::{num::NonZeroU32, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{Account, AccountName, ApiDomain, ApiKey};
use parking_lot::Mutex;
use reqwest::{
    Body, Method, Request, StatusCode, Url,
    header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use super::{
    answer::{Answer, LONGEST_PAUSE, Reply},
    cancellable_body::CancellableBody,
    cancellation::Cancellation,
    last_response,
    post::Post,
    rate_limiter::{RateLimiter, RateLimiters, RateShares, Slot},
    transport::Transport,
    transport_error::TransportError,
};
use crate::{
    config::{ActiveCampaignUrl, ApiHosts},
    limits::Limits,
    metrics::Calls,
};

const API_TOKEN: HeaderName = HeaderName::from_static("api-token");

/// ActiveCampaign client for all accounts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    transport: Arc<dyn Transport>,
    url: ActiveCampaignUrl,
    hosts: ApiHosts,
    limiters: Arc<RateLimiters>,
    test_time: Duration,
    call_time: Duration,
    calls: Calls,
}

/// ActiveCampaign client for one account.
#[derive(Debug)]
pub struct AccountClient<'a> {
    pub(super) client: &'a Client,
    name: &'a AccountName,
    /// The account's own domain.
    domain: Option<&'a ApiDomain>,
    key: &'a ApiKey,
    /// Checked before each call of an account queue.
    cancellation: Option<&'a Cancellation>,
    /// Whether calls wait in the queue of the rate limiter and during pauses, as deliveries do.
    patient: bool,
    /// Remaining time for all urgent calls of this client together.
    left: Mutex<Duration>,
}

impl Client {
    /// Creates a client for the accounts below `url` and at the domains of `hosts`, which sends its
    /// requests through `transport`.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        url: &ActiveCampaignUrl,
        hosts: &ApiHosts,
        rate: NonZeroU32,
        limits: &Limits,
        calls: Calls,
        shares: Option<Arc<dyn RateShares>>,
    ) -> Self {
        Self {
            transport,
            url: url.clone(),
            hosts: hosts.clone(),
            limiters: Arc::new(RateLimiters::new(rate, shares)),
            test_time: limits.activecampaign_test,
            call_time: limits.activecampaign_call,
            calls,
        }
    }

    /// A client for one account. Its calls are urgent unless it is made [`AccountClient::patient`].
    #[must_use]
    pub fn account<'a>(&'a self, account: &'a Account, key: &'a ApiKey) -> AccountClient<'a> {
        AccountClient {
            client: self,
            name: &account.account_name,
            domain: account.api_domain.as_ref(),
            key,
            cancellation: None,
            patient: false,
            left: Mutex::new(self.test_time),
        }
    }

    /// Pauses the patient calls of an account, for example in maintenance or over its rate limit.
    pub fn hold(&self, name: &AccountName, duration: Duration) {
        self.limiters.of(name).hold(duration);
    }

    /// Ends such a pause.
    pub fn resume(&self, name: &AccountName) {
        self.limiters.of(name).resume();
    }

    /// Releases the rest of this proxy's rate shares to other proxies, after its last call.
    pub async fn release_shares(&self) {
        self.limiters.release_shares().await;
    }

    /// Prevents further calls, because the proxy stops.
    pub fn close(&self) {
        self.limiters.close();
    }
}

impl<'a> AccountClient<'a> {
    /// Makes the calls cancellable, as those of an account queue are.
    #[must_use]
    pub fn through(mut self, cancellation: &'a Cancellation) -> Self {
        self.cancellation = Some(cancellation);
        self
    }

    /// Makes the calls patient: they wait in the queue of the rate limiter, and get a longer
    /// timeout.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patient = true;
        self
    }

    /// Sends `GET` for a resource below `/api/3`.
    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Reply {
        let mut url = self.url(path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.call(Request::new(Method::GET, url)).await
    }

    /// Sends `POST` for a resource below `/api/3`.
    pub(super) async fn post(&self, post: &Post) -> Reply {
        self.write(Method::POST, post.path, &post.body).await
    }

    /// Sends `PUT` for a resource below `/api/3`.
    pub(super) async fn put(&self, path: &[&str], body: &Value) -> Reply {
        self.write(Method::PUT, path, body).await
    }

    /// Sends `DELETE` for a resource below `/api/3`.
    pub(super) async fn delete(&self, path: &[&str]) -> Reply {
        self.call(Request::new(Method::DELETE, self.url(path)?))
            .await
    }

    async fn write(&self, method: Method, path: &[&str], body: &Value) -> Reply {
        let mut request = Request::new(method, self.url(path)?);
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        *request.body_mut() = Some(body.to_string().into());
        self.call(request).await
    }

    /// The URL of a resource below `/api/3`, at the account's own domain if it has one. A domain
    /// that the operator no longer allows is not called.
    pub(super) fn url(&self, path: &[&str]) -> Result<Url, TransportError> {
        let Client { url, hosts, .. } = self.client;
        let url = match self.domain {
            None => url.resource(self.name, path),
            Some(domain) if hosts.allow(domain) => url.at(domain).resource(self.name, path),
            Some(_) => None,
        };
        url.ok_or(TransportError::NoSuchHost)
    }

    async fn call(&self, mut request: Request) -> Reply {
        let mut key = HeaderValue::from_str(self.key.expose())
            .map_err(|_| TransportError::Unreachable("API key is no valid header value".into()))?;
        key.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert(API_TOKEN, key);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let limiter = self.client.limiters.of(self.name);
        let slot = self.slot(&limiter).await?;
        let began = Instant::now();
        let time = self.time();
        *request.timeout_mut() = Some(time);
        let call = slot.cold().watch(self.send(request));
        let reply = tokio::select! {
            reply = timeout(time, call) => reply
                .unwrap_or(Err(TransportError::TimedOut)),
            () = self.lost() => Err(TransportError::Unreachable("aborted: lease lost".into())),
        };
        self.spend(began.elapsed());
        let status = reply.as_ref().ok().map(|answer| answer.status);
        self.client.calls.count(status);
        if let Ok(answer) = &reply {
            last_response::note(answer);
            hold(&limiter, answer);
        }
        reply
    }

    async fn send(&self, mut request: Request) -> Reply {
        if let Some(cancellation) = self.cancellation {
            deadline(&mut request, cancellation);
        }
        let response = self.client.transport.send(request).await?;
        Answer::read(response).await
    }

    /// Waits until the lease is lost.
    async fn lost(&self) {
        match self.cancellation {
            Some(cancellation) => cancellation.lost().await,
            None => std::future::pending().await,
        }
    }

    /// Waits until the rate limiter grants a slot for the next call.
    async fn slot(&self, limiter: &RateLimiter) -> Result<Slot, TransportError> {
        let shut = || TransportError::NotCalled("account queue stopped or lease lost");
        let slot = async {
            match self.patient {
                true => limiter.in_line().await,
                false => limiter.now().await,
            }
        };
        let slot = match self.cancellation {
            None => slot.await,
            Some(cancellation) => tokio::select! {
                slot = slot => slot,
                () = cancellation.shut_down() => return Err(shut()),
            },
        };
        let slot = slot.map_err(|_| TransportError::NotCalled("proxy stopping"))?;
        // Checked after the wait for the slot, which may have taken long.
        match self.cancellation.is_none_or(Cancellation::is_open) {
            true => Ok(slot),
            false => Err(shut()),
        }
    }

    /// Timeout of the next call.
    fn time(&self) -> Duration {
        match self.patient {
            true => self.client.call_time,
            false => *self.left.lock(),
        }
    }

    fn spend(&self, time: Duration) {
        let mut left = self.left.lock();
        *left = left.saturating_sub(time);
    }
}

/// Wraps the body so that it is sent only while this proxy holds the account queue.
fn deadline(request: &mut Request, cancellation: &Cancellation) {
    let bytes = request.body().and_then(Body::as_bytes);
    if let Some(bytes) = bytes.map(Bytes::copy_from_slice) {
        let fenced = CancellableBody::new(bytes, cancellation.clone());
        *request.body_mut() = Some(Body::wrap(fenced));
    }
}

/// Applies a requested pause before the next call can start.
fn hold(limiter: &RateLimiter, answer: &Answer) {
    let seconds = match answer.status {
        // ActiveCampaign allows five calls per second, so one second is enough without
        // `Retry-After`.
        StatusCode::TOO_MANY_REQUESTS => answer.retry_after_seconds.unwrap_or(1).max(1),
        StatusCode::SERVICE_UNAVAILABLE => answer.retry_after_seconds.unwrap_or(0),
        _ => return,
    };
    limiter.hold(Duration::from_secs(seconds.into()).min(LONGEST_PAUSE));
}
