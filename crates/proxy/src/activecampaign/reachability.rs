//! The way to ActiveCampaign's host, step by step: where it ends when nothing is answered.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use contract::{
    TestOutcome,
    diagnosis::{ReachOutcome, ReachStep, Reached},
};
use rustls::{ClientConfig, crypto::aws_lc_rs, pki_types::ServerName};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::{classify::of_me, client::AccountClient, resolver::DnsResolver};
use crate::clock;

/// How long each step may take.
const STEP: Duration = Duration::from_secs(10);

/// What was found out on the way.
#[derive(Debug, Default)]
pub struct Reachability {
    /// The host that was asked.
    pub host: Option<String>,
    /// Each step.
    pub steps: Vec<Reached>,
    /// What the answer says of the account.
    pub outcome: Option<TestOutcome>,
    /// By how many seconds ActiveCampaign's clock is ahead.
    pub clock_difference_seconds: Option<i64>,
    /// ActiveCampaign's identifier of the request.
    pub request_id: Option<String>,
}

/// What a step found, and words about it.
type Step<T> = Result<(T, Option<String>), String>;

impl AccountClient<'_> {
    /// Goes to the host of the account, and nowhere else, until a step fails. The first three
    /// steps send nothing; the last one asks whose key it is, as a test of the connection does.
    pub async fn reach(&self) -> Reachability {
        let mut found = Reachability::default();
        let Some((url, host)) = self.url(&[]).ok().and_then(|url| {
            let host = url.host()?.to_owned();
            Some((url, host))
        }) else {
            found.note(
                ReachStep::Name,
                ReachOutcome::Failed,
                0,
                Some("no such host".into()),
            );
            return found.finish();
        };
        found.host = url.host_str().map(ToOwned::to_owned);
        if self.walk(&mut found, &url, &host).await.is_some() {
            self.ask(&mut found).await;
        }
        found.finish()
    }

    async fn walk(&self, found: &mut Reachability, url: &Url, host: &Host) -> Option<()> {
        let port = url.port_or_known_default()?;
        let addresses = match host {
            Host::Domain(name) => found.take(ReachStep::Name, look_up(name, port)).await?,
            Host::Ipv4(ip) => found.given((*ip, port).into()),
            Host::Ipv6(ip) => found.given((*ip, port).into()),
        };
        let stream = found
            .take(ReachStep::Connection, connect(&addresses))
            .await?;
        match url.scheme() {
            "https" => {
                found
                    .take(ReachStep::Certificate, shake_hands(stream, host))
                    .await
            }
            _ => {
                found.note(ReachStep::Certificate, ReachOutcome::NotNeeded, 0, None);
                Some(())
            }
        }
    }

    async fn ask(&self, found: &mut Reachability) {
        let began = Instant::now();
        let reply = self.users().me().await;
        let took = milliseconds(began);
        found.outcome = Some(match of_me(&reply) {
            Ok(_) => TestOutcome::Ok,
            Err(meaning) => meaning.outcome,
        });
        match reply {
            Ok(answer) => {
                let now = clock::now_seconds();
                found.clock_difference_seconds = answer.date.map(|date| date - now);
                found.request_id = answer.request_id;
                let status = format!("HTTP {}", answer.status.as_u16());
                found.note(ReachStep::Answer, ReachOutcome::Ok, took, Some(status));
            }
            Err(error) => {
                let words = Some(error.to_string());
                found.note(ReachStep::Answer, ReachOutcome::Failed, took, words);
            }
        }
    }
}

impl Reachability {
    /// Makes a step; `None` when it failed.
    async fn take<T>(&mut self, step: ReachStep, work: impl Future<Output = Step<T>>) -> Option<T> {
        let began = Instant::now();
        let done = timeout(STEP, work).await;
        let done = done.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        let took = milliseconds(began);
        match done {
            Ok((found, words)) => {
                self.note(step, ReachOutcome::Ok, took, words);
                Some(found)
            }
            Err(words) => {
                self.note(step, ReachOutcome::Failed, took, Some(words));
                None
            }
        }
    }

    /// The address is written in the setting.
    fn given(&mut self, address: SocketAddr) -> Vec<SocketAddr> {
        self.note(ReachStep::Name, ReachOutcome::NotNeeded, 0, None);
        vec![address]
    }

    fn note(
        &mut self,
        step: ReachStep,
        outcome: ReachOutcome,
        milliseconds: u32,
        details: Option<String>,
    ) {
        self.steps.push(Reached {
            step,
            outcome,
            milliseconds,
            details,
        });
    }

    /// With the steps that were not tried.
    fn finish(mut self) -> Self {
        const STEPS: [ReachStep; 4] = [
            ReachStep::Name,
            ReachStep::Connection,
            ReachStep::Certificate,
            ReachStep::Answer,
        ];
        for step in &STEPS[self.steps.len().min(STEPS.len())..] {
            self.note(*step, ReachOutcome::NotTried, 0, None);
        }
        self
    }
}

async fn look_up(name: &str, port: u16) -> Step<Vec<SocketAddr>> {
    let found = DnsResolver::default().addresses(name).await;
    let mut addresses = found.map_err(|error| error.to_string())?;
    for address in &mut addresses {
        address.set_port(port);
    }
    let words = addresses.iter().map(|address| address.ip().to_string());
    let words = words.collect::<Vec<_>>().join(", ");
    Ok((addresses, Some(words)))
}

async fn connect(addresses: &[SocketAddr]) -> Step<TcpStream> {
    let stream = TcpStream::connect(addresses).await;
    let stream = stream.map_err(|error| error.to_string())?;
    let address = stream.peer_addr().ok().map(|address| address.to_string());
    Ok((stream, address))
}

async fn shake_hands(stream: TcpStream, host: &Host) -> Step<()> {
    let name = match host {
        Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|it| it.to_string())?,
        Host::Ipv4(ip) => ServerName::from(std::net::IpAddr::from(*ip)),
        Host::Ipv6(ip) => ServerName::from(std::net::IpAddr::from(*ip)),
    };
    let connector = TlsConnector::from(Arc::new(trust().map_err(|error| error.to_string())?));
    let shaken = connector.connect(name, stream).await;
    shaken
        .map(|_| ((), None))
        .map_err(|error| error.to_string())
}

/// Whom the system trusts, as every call does.
fn trust() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(config)
}

fn milliseconds(since: Instant) -> u32 {
    since.elapsed().as_millis().try_into().unwrap_or(u32::MAX)
}
