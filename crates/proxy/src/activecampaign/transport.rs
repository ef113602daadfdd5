//! Transport of requests to ActiveCampaign: over HTTPS, or through a simulated network.

use std::{fmt, future::Future, pin::Pin};

use anyhow::Context;
use reqwest::{Request, Response, redirect};

use super::{cold::Cold, resolver::DnsResolver, transport_error::TransportError};
use crate::{config::ActiveCampaignUrl, limits::Limits};

/// A pending response. It borrows nothing, so that it can be moved to a task.
pub type Responding = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send>>;

/// Sends requests to ActiveCampaign.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request. Dropping the future cancels the wait for the response; the request may have
    /// arrived.
    fn send(&self, request: Request) -> Responding;
}

impl Transport for reqwest::Client {
    fn send(&self, request: Request) -> Responding {
        let response = self.execute(request);
        Box::pin(async { response.await.map_err(TransportError::from) })
    }
}

/// The HTTPS transport, limited to HTTPS unless `url` is an HTTP address.
///
/// # Errors
/// When TLS cannot be set up, for example on a system without root certificates.
pub fn network(url: &ActiveCampaignUrl, limits: &Limits) -> anyhow::Result<reqwest::Client> {
    reqwest::Client::builder()
        .user_agent(concat!("passweb-integrations/", env!("CARGO_PKG_VERSION")))
        // A redirect indicates a wrong account name. Following it would also send the API key to an
        // unknown host.
        .redirect(redirect::Policy::none())
        // Proxy environment variables must not send API keys through another server.
        .no_proxy()
        .referer(false)
        .https_only(url.is_https())
        .connect_timeout(limits.activecampaign_connect)
        .timeout(limits.activecampaign_test)
        .dns_resolver(DnsResolver::default())
        .connector_layer(Cold::layer())
        .build()
        .context("TLS cannot be set up: are the system's root certificates installed?")
}
