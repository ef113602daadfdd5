use std::{num::NonZeroU32, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{AccountName, ApiKey};
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
    rate_limiter::{RateLimiter, RateLimiters, RateShares, Slot},
    transport::Transport,
    transport_error::TransportError,
};
use crate::{config::ActiveCampaignUrl, limits::Limits, metrics::Calls};

const API_TOKEN: HeaderName = HeaderName::from_static("api-token");

/// Calls ActiveCampaign, whichever account.
#[derive(Clone, Debug)]
pub struct Client {
    transport: Arc<dyn Transport>,
    url: ActiveCampaignUrl,
    limiters: Arc<RateLimiters>,
    test_time: Duration,
    call_time: Duration,
    calls: Calls,
}

/// Calls ActiveCampaign for one account.
#[derive(Debug)]
pub struct AccountClient<'a> {
    pub(super) client: &'a Client,
    name: &'a AccountName,
    key: &'a ApiKey,
    /// What may be shut before a call begins.
    cancellation: Option<&'a Cancellation>,
    /// Whether its calls can wait, as those that deliver something can.
    patient: bool,
    /// How long calls that cannot wait may still take, all of them together.
    left: Mutex<Duration>,
}

impl Client {
    /// A client for the accounts below `url`, which `transport` reaches.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        url: &ActiveCampaignUrl,
        rate: NonZeroU32,
        limits: &Limits,
        calls: Calls,
        shares: Option<Arc<dyn RateShares>>,
    ) -> Self {
        Self {
            transport,
            url: url.clone(),
            limiters: Arc::new(RateLimiters::new(rate, shares)),
            test_time: limits.activecampaign_test,
            call_time: limits.activecampaign_call,
            calls,
        }
    }

    /// The same for one account.
    #[must_use]
    pub fn account<'a>(&'a self, name: &'a AccountName, key: &'a ApiKey) -> AccountClient<'a> {
        AccountClient {
            client: self,
            name,
            key,
            cancellation: None,
            patient: false,
            left: Mutex::new(self.test_time),
        }
    }

    /// Lets calls that can wait do so: for an account in maintenance, or over its limit.
    pub fn hold(&self, name: &AccountName, duration: Duration) {
        self.limiters.of(name).hold(duration);
    }

    /// Ends such a pause.
    pub fn resume(&self, name: &AccountName) {
        self.limiters.of(name).resume();
    }

    /// Lets other proxies have what is left of this one's shares, once it calls no more.
    pub async fn release_shares(&self) {
        self.limiters.release_shares().await;
    }

    /// Lets no new call begin: the proxy is stopping.
    pub fn close(&self) {
        self.limiters.close();
    }
}

impl<'a> AccountClient<'a> {
    /// The same, for the calls of an account queue, which pass a gate.
    #[must_use]
    pub fn through(mut self, cancellation: &'a Cancellation) -> Self {
        self.cancellation = Some(cancellation);
        self
    }

    /// The same, for calls that can wait: they wait in line, and may take longer.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patient = true;
        self
    }

    /// `GET` of a resource below `/api/3`.
    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Reply {
        let mut url = self.url(path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.call(Request::new(Method::GET, url)).await
    }

    /// `POST` to a resource below `/api/3`.
    pub(super) async fn post(&self, path: &[&str], body: &Value) -> Reply {
        self.write(Method::POST, path, body).await
    }

    /// `PUT` of a resource below `/api/3`.
    pub(super) async fn put(&self, path: &[&str], body: &Value) -> Reply {
        self.write(Method::PUT, path, body).await
    }

    /// `DELETE` of a resource below `/api/3`.
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

    fn url(&self, path: &[&str]) -> Result<Url, TransportError> {
        let url = self.client.url.resource(self.name, path);
        url.ok_or(TransportError::NoSuchHost)
    }

    async fn call(&self, mut request: Request) -> Reply {
        let mut key = HeaderValue::from_str(self.key.expose())
            .map_err(|_| TransportError::Unreachable("the key fits no header".into()))?;
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
                .unwrap_or_else(|_| Err(TransportError::Unreachable("no answer in time".into()))),
            () = self.lost() => Err(TransportError::Unreachable("given up: the lease was lost".into())),
        };
        self.spend(began.elapsed());
        let status = reply.as_ref().ok().map(|answer| answer.status);
        self.client.calls.count(status);
        if let Ok(answer) = &reply {
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

    /// Waits until others may work in our place.
    async fn lost(&self) {
        match self.cancellation {
            Some(cancellation) => cancellation.lost().await,
            None => std::future::pending().await,
        }
    }

    /// A place for the next call, once it may begin.
    async fn slot(&self, limiter: &RateLimiter) -> Result<Slot, TransportError> {
        let shut =
            || TransportError::NotCalled("the account queue was stopped, or is not ours any more");
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
        let slot = slot.map_err(|_| TransportError::NotCalled("the proxy is stopping"))?;
        // Here and not earlier: waiting for a slot may have taken long.
        match self.cancellation.is_none_or(Cancellation::is_open) {
            true => Ok(slot),
            false => Err(shut()),
        }
    }

    /// How long the next call may take.
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

/// Lets what a call writes be sent only while the account queue is ours.
fn deadline(request: &mut Request, cancellation: &Cancellation) {
    let bytes = request.body().and_then(Body::as_bytes);
    if let Some(bytes) = bytes.map(Bytes::copy_from_slice) {
        let fenced = CancellableBody::new(bytes, cancellation.clone());
        *request.body_mut() = Some(Body::wrap(fenced));
    }
}

/// ActiveCampaign asks for a pause: it begins before another call can.
fn hold(limiter: &RateLimiter, answer: &Answer) {
    let seconds = match answer.status {
        // Five calls a second are allowed, so a second is enough when it does not say.
        StatusCode::TOO_MANY_REQUESTS => answer.retry_after_seconds.unwrap_or(1).max(1),
        StatusCode::SERVICE_UNAVAILABLE => answer.retry_after_seconds.unwrap_or(0),
        _ => return,
    };
    limiter.hold(Duration::from_secs(seconds.into()).min(LONGEST_PAUSE));
}
