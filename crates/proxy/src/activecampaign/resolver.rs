mod system;

use std::net::SocketAddr;

use hickory_resolver::{
    IntoName, ResolveError, TokioResolver,
    proto::{ProtoErrorKind, op::ResponseCode, rr::Name as DomainName},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use system::SystemResolver;

/// The name server reports that the host does not exist.
#[derive(Debug, thiserror::Error)]
#[error("no such host")]
pub(super) struct HostNotFound;

/// Resolves host names with the system's name servers (`/etc/resolv.conf`) and `/etc/hosts`.
/// Lookups occupy no thread, so that a name server without a response blocks nothing else.
///
/// NXDOMAIN and a name without addresses mean that the host does not exist. SERVFAIL, REFUSED and a
/// timeout prove nothing about the host; they are network errors.
#[derive(Clone, Debug, Default)]
pub(super) struct DnsResolver(SystemResolver);

impl Resolve for DnsResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.0.get();
        Box::pin(async move { Ok(Box::new(look_up(&resolver, name.as_str()).await?) as Addrs) })
    }
}

impl DnsResolver {
    /// The addresses of a host, at port 0.
    ///
    /// # Errors
    /// [`HostNotFound`], or what keeps the name servers from answering.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, Failure> {
        Ok(look_up(&self.0.get(), host).await?.collect())
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
    // Port 0 means the port of the URL.
    let addresses: Vec<SocketAddr> = found.iter().map(|address| (address, 0).into()).collect();
    Ok(addresses.into_iter())
}

/// Looks up a name with a domain as a fully qualified name, without the search domains of the
/// system, whose name servers would otherwise decide about the host. A single label may be a local
/// machine of the operator.
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
