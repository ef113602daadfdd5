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

/// Whatever changes in them counts from the next look-up on: a machine may get its network after
/// the program started.
const FILES: [&str; 2] = ["/etc/resolv.conf", "/etc/hosts"];
/// Answers that are kept, each as long as its name server allows.
const KEPT_ANSWERS: usize = 4096;

/// A resolver with the system's settings as they are now.
#[derive(Clone, Default)]
pub(super) struct SystemResolver(Arc<Mutex<Option<Current>>>);

struct Current {
    resolver: TokioResolver,
    files: Stamps,
}

/// When each file was changed, and its size.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl SystemResolver {
    /// The resolver; another one when a file changed.
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
        tracing::warn!(%error, "/etc/resolv.conf cannot be used: only /etc/hosts is");
        let provider = TokioConnectionProvider::default();
        TokioResolver::builder_with_config(ResolverConfig::new(), provider)
    });
    adjust(builder.options_mut());
    builder.build()
}

/// What the system's settings do not say.
pub(super) fn adjust(options: &mut ResolverOpts) {
    // Both, as `getaddrinfo` gives them: the machine may have a way to one of them alone.
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
