mod system;

use std::net::SocketAddr;

use hickory_resolver::{
    IntoName, ResolveError, TokioResolver,
    proto::{ProtoErrorKind, op::ResponseCode, rr::Name as DomainName},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use system::SystemResolver;

/// The name service says that there is no such host.
#[derive(Debug, thiserror::Error)]
#[error("no such host")]
pub(super) struct HostNotFound;

/// Resolves names with the system's name servers (`/etc/resolv.conf`) and `/etc/hosts`, without a
/// thread a look-up: a name server that does not answer holds up nothing else.
///
/// NXDOMAIN, and a name without addresses, are an answer: the host does not exist. SERVFAIL, a
/// refusal, and silence are not: nothing is known of the host, and the network is to blame.
#[derive(Clone, Debug, Default)]
pub(super) struct DnsResolver(SystemResolver);

impl Resolve for DnsResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.0.get();
        Box::pin(async move { Ok(Box::new(look_up(&resolver, name.as_str()).await?) as Addrs) })
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

async fn look_up(
    resolver: &TokioResolver,
    host: &str,
) -> Result<std::vec::IntoIter<SocketAddr>, Failure> {
    let name = absolute(host).map_err(|_| HostNotFound)?;
    let found = resolver.lookup_ip(name).await;
    let found = found.map_err(|error| match says_there_is_none(&error) {
        true => Failure::from(HostNotFound),
        false => error.into(),
    })?;
    // Port 0 stands for the one of the URL.
    let addresses: Vec<SocketAddr> = found.iter().map(|address| (address, 0).into()).collect();
    Ok(addresses.into_iter())
}

/// A name with a domain is looked up as it is, and not below the system's search domains as well:
/// their name servers' answers would count as the host's. A single label is a machine of the
/// operator's.
fn absolute(host: &str) -> Result<DomainName, Failure> {
    let mut name = host.into_name()?;
    if name.num_labels() > 1 {
        name.set_fqdn(true);
    }
    Ok(name)
}

fn says_there_is_none(error: &ResolveError) -> bool {
    let kind = error.proto().map(|error| error.kind());
    matches!(
        kind,
        Some(ProtoErrorKind::NoRecordsFound {
            response_code: ResponseCode::NXDomain | ResponseCode::NoError,
            ..
        })
    )
}

#[cfg(test)]
mod tests;
