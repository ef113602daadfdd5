//! Connections: how many, how slow, and how they end.

mod refusal;

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use futures_util::FutureExt;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;

use crate::{
    config::HostOrigin, demo_host::DemoHost, http, http::App, limits::Limits, store::ProcessLock,
};
use refusal::Refusing;

/// Connections to the listener of `/metrics`: of a scraper or two.
const METRICS_CONNECTIONS: usize = 64;

/// A port that is open, and what answers there.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    metrics: Option<TcpListener>,
    demo_host: Option<DemoHost>,
    app: App,
    lock: Option<ProcessLock>,
}

/// A signal to stop: SIGTERM, or ctrl-c.
///
/// # Errors
/// When the system gives no signals.
pub fn shutdown_signal() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).context("signals cannot be heard")?
    };
    Ok(async move {
        #[cfg(unix)]
        let terminated = terminate.recv();
        #[cfg(not(unix))]
        let terminated = std::future::pending::<()>();
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated => {}
        }
        tracing::info!("stopping: requests in flight are finished");
    })
}

impl Server {
    pub(crate) fn new(
        listener: TcpListener,
        metrics: Option<TcpListener>,
        demo_host: Option<DemoHost>,
        app: App,
        lock: Option<ProcessLock>,
    ) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the port has no address")?;
        Ok(Self {
            listener,
            address,
            metrics,
            demo_host,
            app,
            lock,
        })
    }

    /// Where the demo's back office is, in demo mode.
    #[must_use]
    pub fn demo_host(&self) -> Option<&HostOrigin> {
        self.demo_host.as_ref().map(DemoHost::origin)
    }

    /// Where `/metrics` is, when it has a listener of its own.
    #[must_use]
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref()?.local_addr().ok()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `shutdown`, then finishes what is in flight.
    ///
    /// # Errors
    /// None today; kept so that callers need not change.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
        let limits = self.app.limits.clone();
        let router = http::router(self.app.clone());
        let demo_host = self
            .demo_host
            .map(|host| tokio::spawn(host.serve(self.address, self.app.clone())));
        let metrics = self
            .metrics
            .map(|listener| tokio::spawn(serve_metrics(listener, self.app.clone())));
        let places = Arc::new(Semaphore::new(limits.connections));
        let open = GracefulShutdown::new();
        let accepting = async {
            loop {
                match accept(&self.listener, &places).await {
                    Ok((stream, place)) => connection(stream, place, &router, &limits, &open),
                    Err(error) => pause(&error).await,
                }
            }
        };
        let told = async {
            shutdown.await;
            // `/readyz` says so from now on; until what stands before the proxy has seen it, it
            // sends requests.
            self.app.stopping.cancel();
            sleep(self.app.shutdown_delay).await;
        };
        tokio::select! {
            () = accepting => {}
            () = told => {}
        }
        // Connections that the system has taken already are not reset.
        while let Some(Ok((stream, place))) = accept(&self.listener, &places).now_or_never() {
            connection(stream, place, &router, &limits, &open);
        }
        drop(self.listener);
        if let Some(demo_host) = demo_host {
            // It has nothing in flight that anybody would miss.
            demo_host.abort();
        }
        // Longer than any request may take. Deliveries go on meanwhile: a connection test shares
        // their rate, and what is accepted here is stored.
        if timeout(limits.request, open.shutdown()).await.is_err() {
            tracing::warn!("some connections were cut off");
        }
        self.app.dispatcher.stop().await;
        self.app.maintenance.stop().await;
        if let Some(metrics) = metrics {
            // Until the end, so that a scraper sees how it goes.
            metrics.abort();
        }
        self.app.store.close().await;
        // The next process may have the database.
        drop(self.lock);
        Ok(())
    }
}

/// Answers on the listener of `/metrics`, until it is aborted.
async fn serve_metrics(listener: TcpListener, app: App) {
    let limits = app.limits.clone();
    let router = http::metrics_router(app);
    let places = Arc::new(Semaphore::new(METRICS_CONNECTIONS));
    let open = GracefulShutdown::new();
    loop {
        match accept(&listener, &places).await {
            Ok((stream, place)) => connection(stream, place, &router, &limits, &open),
            Err(error) => pause(&error).await,
        }
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, place))
}

/// Answers on one connection, in a task of its own.
fn connection(
    stream: TcpStream,
    place: OwnedSemaphorePermit,
    router: &Router,
    limits: &Limits,
    open: &GracefulShutdown,
) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write));
    // HTTP/1 alone: what terminates TLS before the proxy speaks it, and while a connection's
    // version is still guessed no time-out runs.
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        // What a client without a token can make the proxy keep.
        .max_buf_size(limits.head)
        .header_read_timeout(limits.headers);
    let service = TowerToHyperService::new(router.clone());
    let served = builder
        .serve_connection(TokioIo::new(Refusing::new(Box::pin(stream))), service)
        .into_owned();
    let served = open.watch(served);
    tokio::spawn(async move {
        if let Err(error) = served.await {
            tracing::debug!(error, "connection");
        }
        drop(place);
    });
}

/// A client that went away is nothing; without file descriptors, waiting is all one can do.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "no connection can be accepted");
        sleep(Duration::from_millis(500)).await;
    }
}
