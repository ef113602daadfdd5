//! The program `activecampaign-sandbox`.

use std::{future::IntoFuture, io::IsTerminal, net::SocketAddr, num::NonZeroU32, time::Duration};

use anyhow::Context;
use clap::Parser;
use sandbox::Sandbox;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Timeout for calls in progress after a stop signal: a stalled call would otherwise keep the
/// program alive for minutes.
const GRACE: Duration = Duration::from_secs(2);

/// An in-memory stand-in for ActiveCampaign's API v3.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Address to listen on; port 0 chooses a free one.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:9000")]
    listen: SocketAddr,

    /// Requests a second that an account accepts; 0 removes the limit.
    #[arg(long, default_value_t = 5)]
    rate_limit: u32,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();

    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}", options.listen))?;
    let address = listener.local_addr()?;
    let app = sandbox::app(Sandbox::new(NonZeroU32::new(options.rate_limit)));
    println!("activecampaign-sandbox listening on http://{address}");

    let stop = tokio::sync::watch::Sender::new(false);
    let mut stopping = stop.subscribe();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop_signal().await;
        stop.send_replace(true);
    });
    tokio::select! {
        ended = server.into_future() => ended.context("the server failed"),
        () = async {
            // An error means that the sender was dropped, which happens only when the server has
            // ended.
            let _ = stopping.wait_for(|stop| *stop).await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}

/// Resolves on SIGTERM or ctrl-c.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();

    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("sandbox stopping");
}
