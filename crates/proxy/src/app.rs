//! Wires the parts of the proxy together.

use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    activecampaign::{Client, Transport, network},
    config::Config,
    delivery::{Dispatcher, Engine, sharing},
    demo_host::DemoHost,
    http::{Admission, App, Parts, SingleFlight},
    maintenance::Maintenance,
    metrics::Metrics,
    serve::Server,
    session::Throttle,
    store::{ProcessLock, Store},
};

/// Opens the database and assembles the application.
///
/// # Errors
/// One sentence for the operator.
async fn open(config: Config) -> anyhow::Result<App> {
    let store = Store::open(&config.database, &config.keyring).await?;
    let network = network(&config.activecampaign_url, &config.limits)?;
    assemble(config, store, Arc::new(network)).await
}

/// Assembles the application from an open database and an ActiveCampaign client.
///
/// # Errors
/// When a database query fails.
pub async fn assemble(
    config: Config,
    store: Store,
    transport: Arc<dyn Transport>,
) -> anyhow::Result<App> {
    let rate = config.activecampaign_rate;
    let metrics = Metrics::new()?;
    let activecampaign = Client::new(
        transport,
        &config.activecampaign_url,
        &config.activecampaign_hosts,
        rate,
        &config.limits,
        metrics.delivery().calls(),
        sharing(&store),
    );
    let keyring = Arc::new(config.keyring);
    let mut dispatcher = Dispatcher::new(Engine {
        store: store.clone(),
        keyring: Arc::clone(&keyring),
        activecampaign: activecampaign.clone(),
        logo_url: config.logo_url,
        link_url: config.link_url,
        limits: config.limits.clone(),
        metrics: metrics.delivery().clone(),
    });
    dispatcher.start().await?;
    let maintenance = Maintenance::start(store.clone(), config.retention);
    Ok(App::new(Parts {
        store,
        activecampaign,
        activecampaign_app: config.activecampaign_app_url,
        activecampaign_hosts: config.activecampaign_hosts,
        rate,
        dispatcher,
        maintenance,
        keyring,
        session_secrets: Arc::new(config.session_secrets),
        tests: SingleFlight::default(),
        throttle: Arc::new(Throttle::new(&config.limits)),
        admission: Admission::new(config.limits.events_body),
        limits: config.limits,
        time_zone: config.time_zone,
        metrics,
        panel_dir: config.panel_dir.into_boxed_path(),
        host_origins: config.host_origins,
        demo: config.demo,
        stopping: CancellationToken::new(),
        shutdown_delay: config.shutdown_delay,
        metrics_elsewhere: config.metrics_listen.is_some(),
    }))
}

/// Binds the ports and opens the database. Requests are answered once the server runs.
///
/// # Errors
/// One sentence for the operator.
pub async fn start(mut config: Config) -> anyhow::Result<Server> {
    let listen = config.listen;
    let (database, template) = (config.database.clone(), config.activecampaign_url.clone());
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("LISTEN: {listen} cannot be listened on"))?;
    let metrics = match config.metrics_listen {
        Some(address) => {
            let bound = TcpListener::bind(address).await;
            Some(
                bound
                    .with_context(|| format!("METRICS_LISTEN: {address} cannot be listened on"))?,
            )
        }
        None => None,
    };
    let demo_host = match config.demo {
        true => Some(DemoHost::bind(&config).await?),
        false => None,
    };
    if let Some(host) = &demo_host {
        config.host_origins.add(host.origin().clone());
    }
    let lock = ProcessLock::take(&database)?;
    let app = open(config).await?;
    tracing::info!(%listen, %database, activecampaign = %template, "proxy started");
    if app.demo {
        tracing::warn!("demo mode: every client that can reach this port gets a session");
    }
    Server::new(listener, metrics, demo_host, app, lock)
}
