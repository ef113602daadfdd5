use std::net::SocketAddr;

use dns_lookup::{LookupError, LookupErrorKind};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The name service says that there is no such host.
#[derive(Debug, thiserror::Error)]
#[error("no such host")]
pub(super) struct HostNotFound;

/// The system's own name service, which tells "no such host" from "I cannot say".
///
/// The standard library asks the same function, `getaddrinfo`, but keeps its code to itself.
/// `EAI_NONAME` and `EAI_NODATA` (NXDOMAIN, or a name without addresses) are an answer: the host
/// does not exist. `EAI_AGAIN` (no server answered, or SERVFAIL), `EAI_FAIL` (it refused) and the
/// rest are not: nothing is known of the host, and the network is to blame.
#[derive(Clone, Copy, Debug)]
pub(super) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::task::spawn_blocking(move || look_up(&host)).await?;
            match found {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(error) if says_there_is_none(&error) => Err(HostNotFound.into()),
                Err(error) => Err(std::io::Error::from(error).into()),
            }
        })
    }
}

fn look_up(host: &str) -> Result<Vec<SocketAddr>, LookupError> {
    let addresses = dns_lookup::lookup_host(host)?;
    // Port 0 stands for the one of the URL.
    Ok(addresses.map(|address| (address, 0).into()).collect())
}

fn says_there_is_none(error: &LookupError) -> bool {
    matches!(
        error.kind(),
        LookupErrorKind::NoName | LookupErrorKind::NoData
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn only_an_answer_that_there_is_no_host_is_taken_as_one() {
        // glibc and musl agree on these numbers.
        let said = |code| says_there_is_none(&LookupError::new(code));
        assert!(said(-2), "EAI_NONAME");
        assert!(!said(-3), "EAI_AGAIN");
        assert!(!said(-4), "EAI_FAIL");
        assert!(!said(-11), "EAI_SYSTEM");
    }
}
