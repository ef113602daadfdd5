use std::{
    fmt, fs,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use hickory_resolver::{
    TokioResolver,
    config::{LookupIpStrategy, ResolverConfig, ResolverOpts},
    name_server::TokioConnectionProvider,
};

/// Changes to these files apply from the next lookup on: a machine may get its network after the
/// program started.
const FILES: [&str; 2] = ["/etc/resolv.conf", "/etc/hosts"];
/// Maximum number of cached responses, each with the TTL of its name server.
const KEPT_ANSWERS: usize = 4096;

/// A resolver with the current settings of the system.
#[derive(Clone, Default)]
pub(super) struct SystemResolver(Arc<Mutex<Option<Current>>>);

struct Current {
    resolver: TokioResolver,
    files: Stamps,
}

/// Modification time and size of each file.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl SystemResolver {
    /// The current resolver. Builds a new one after a file changed.
    pub fn get(&self) -> TokioResolver {
        let files = stamps();
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = current.as_ref().filter(|current| current.files == files) {
            return current.resolver.clone();
        }
        let resolver = build();
        *current = Some(Current {
            resolver: resolver.clone(),
            files,
        });
        resolver
    }
}

fn build() -> TokioResolver {
    let mut builder = TokioResolver::builder_tokio().unwrap_or_else(|error| {
        tracing::warn!(%error, "/etc/resolv.conf unusable, using /etc/hosts only");
        let provider = TokioConnectionProvider::default();
        TokioResolver::builder_with_config(ResolverConfig::new(), provider)
    });
    adjust(builder.options_mut());
    builder.build()
}

/// Options beyond the settings of the system.
pub(super) fn adjust(options: &mut ResolverOpts) {
    // Both address families, as `getaddrinfo` returns: the machine may have a route for only one.
    options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    options.cache_size = KEPT_ANSWERS;
}

fn stamps() -> Stamps {
    FILES.map(|file| {
        let metadata = fs::metadata(file).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    })
}

impl fmt::Debug for SystemResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SystemResolver")
    }
}
