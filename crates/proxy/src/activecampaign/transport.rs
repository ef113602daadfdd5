//! How a request gets to ActiveCampaign and its response back: over HTTPS, or through the network
//! of a simulation.

use std::{fmt, future::Future, pin::Pin};

use anyhow::Context;
use reqwest::{Request, Response, redirect};

use super::{cold::Cold, resolver::DnsResolver, transport_error::TransportError};
use crate::{config::ActiveCampaignUrl, limits::Limits};

/// A response, once it is there. It borrows nothing, so that it can be sent to a task.
pub type Responding = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send>>;

/// Carries requests to ActiveCampaign.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request. Dropping the future gives up waiting for the response; the request may
    /// have arrived.
    fn send(&self, request: Request) -> Responding;
}

impl Transport for reqwest::Client {
    fn send(&self, request: Request) -> Responding {
        let response = self.execute(request);
        Box::pin(async { response.await.map_err(TransportError::from) })
    }
}

/// The real network, as far as `url` allows it.
///
/// # Errors
/// When TLS cannot be set up, as on a system without root certificates.
pub fn network(url: &ActiveCampaignUrl, limits: &Limits) -> anyhow::Result<reqwest::Client> {
    reqwest::Client::builder()
        .user_agent(concat!("passweb-integrations/", env!("CARGO_PKG_VERSION")))
        // A redirect is how a wrong account name shows; following one would also carry the key
        // to a host that nobody chose.
        .redirect(redirect::Policy::none())
        // No variable of the environment may send keys through somebody else's proxy.
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
