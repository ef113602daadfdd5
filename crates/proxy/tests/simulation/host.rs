//! One proxy on a simulated machine: a runtime whose clock only the world advances.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use clap::Parser;
use proxy::{App, Config, Settings, http, store::Store};
use sqlx::any::AnyPoolOptions;
use tokio::{
    runtime::{Builder, Runtime},
    time::{Instant, advance, sleep, sleep_until},
};
use tower::ServiceExt;

use crate::{
    machine,
    network::Network,
    state::{self, with},
    world::Shape,
};

/// The value for `ENCRYPTION_KEY`: 32 bytes in base64.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
/// The value for `SESSION_SECRET`.
pub const SECRET: &str = "a secret of at least 32 bytes, shared with Passweb";

pub struct Host {
    pub index: usize,
    /// The end of a freeze, since the start of the run.
    pub frozen_until: Duration,
    /// When the proxy is restarted.
    pub down_until: Duration,
    running: Option<Running>,
}

struct Running {
    runtime: Runtime,
    started: Instant,
    /// When the proxy was started.
    since: Duration,
    app: Arc<OnceLock<(App, Router)>>,
    stopped: Arc<OnceLock<()>>,
}

impl Host {
    pub fn new(index: usize) -> Self {
        Self {
            index,
            frozen_until: Duration::ZERO,
            down_until: Duration::ZERO,
            running: None,
        }
    }

    /// Runs the proxy until `now`, unless it is down or frozen.
    pub fn tick(&mut self, shape: &Shape, now: Duration) {
        if self.frozen_until > now {
            return;
        }
        let off = with(|state| state.proxy_faults[self.index].clock);
        machine::set_clock(now, off);
        let is_over = |it: &Running| it.stopped.get().is_some();
        if self.running.as_ref().is_some_and(is_over) {
            state::trace(|| format!("proxy{} stopped", self.index));
            self.running = None;
        }
        if self.running.is_none() {
            if self.down_until > now {
                return;
            }
            self.running = Some(start(self.index, shape, now));
        }
        let Some(running) = &self.running else { return };
        let until = running.started + (now - running.since);
        running.runtime.block_on(async {
            let lag = until.saturating_duration_since(Instant::now());
            if lag > Duration::from_millis(200) {
                // After a freeze: everything due in the meantime happens at once.
                advance(lag).await;
            }
            sleep_until(until).await;
        });
    }

    /// Stops the proxy like SIGKILL or a power cut.
    pub fn crash(&mut self, until: Duration) {
        state::trace(|| format!("proxy{} crashes", self.index));
        self.running = None;
        self.frozen_until = Duration::ZERO;
        self.down_until = until;
    }

    /// Stops the proxy like SIGTERM.
    pub fn stop(&mut self, until: Duration) {
        state::trace(|| format!("proxy{} is told to stop", self.index));
        self.down_until = until;
        let Some(running) = &self.running else { return };
        let (app, stopped) = (Arc::clone(&running.app), Arc::clone(&running.stopped));
        running.runtime.spawn(async move {
            if let Some((app, _)) = app.get() {
                app.dispatcher.stop().await;
            }
            let _ = stopped.set(());
        });
    }

    /// Sends a request to the proxy. Returns `false` when it is not listening.
    pub fn request(&self, id: u64, request: Request<Body>) -> bool {
        let Some(running) = &self.running else {
            return false;
        };
        let Some((_, router)) = running.app.get() else {
            return false;
        };
        let router = router.clone();
        running.runtime.spawn(async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            with(|state| state.responses.push((id, status, body.to_vec())));
        });
        true
    }
}

fn start(index: usize, shape: &Shape, now: Duration) -> Running {
    state::trace(|| format!("proxy{index} starts"));
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    let app = Arc::new(OnceLock::new());
    let place = Arc::clone(&app);
    let shape = shape.clone();
    let started = runtime.block_on(async { Instant::now() });
    runtime.spawn(async move {
        loop {
            match open(index, &shape).await {
                Ok(app) => {
                    let router = http::router(app.clone());
                    let _ = place.set((app, router));
                    return;
                }
                Err(error) => state::trace(|| format!("proxy{index} does not start: {error:#}")),
            }
            sleep(Duration::from_secs(1)).await;
        }
    });
    Running {
        runtime,
        started,
        since: now,
        app,
        stopped: Arc::default(),
    }
}

async fn open(index: usize, shape: &Shape) -> anyhow::Result<App> {
    let config = config(shape)?;
    let url = format!("simulated://proxy{index}{}", shape.file.display());
    let pool = |size| {
        AnyPoolOptions::new()
            .max_connections(size)
            .connect_lazy(&url)
    };
    let (readers, writer) = match shape.proxies {
        1 => (pool(4)?, pool(1)?),
        _ => {
            let one = pool(16)?;
            (one.clone(), one)
        }
    };
    let store = Store::over(readers, writer, shape.proxies > 1, &config.keyring).await?;
    let network = Arc::new(Network { proxy: index });
    proxy::assemble(config, store, network).await
}

fn config(shape: &Shape) -> anyhow::Result<Config> {
    let rate = shape.rate.to_string();
    let beside = |name: &str| shape.file.with_file_name(name).display().to_string();
    let settings = Settings::try_parse_from([
        "integrations-proxy",
        "--database-url",
        "sqlite://unused.db",
        "--activecampaign-url",
        "http://activecampaign.example/{account}",
        "--activecampaign-rate",
        &rate,
        "--session-secret-file",
        &beside("session-secret"),
        "--encryption-key-file",
        &beside("encryption-key"),
    ])?;
    let mut config = settings.into_config()?;
    let limits = &mut config.limits;
    limits.activecampaign_call = Duration::from_secs(10);
    limits.activecampaign_test = Duration::from_secs(10);
    limits.patience.longest = Duration::from_secs(20);
    limits.patience.recheck = Duration::from_secs(30);
    // These rate limits use real time.
    limits.events_per_minute = std::num::NonZeroU32::MAX;
    limits.requests_per_minute = std::num::NonZeroU32::MAX;
    Ok(config)
}
