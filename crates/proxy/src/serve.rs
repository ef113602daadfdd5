//! Accepts connections, limits them, and shuts down gracefully.

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

/// Maximum number of connections to the `/metrics` listener; one or two scrapers.
const METRICS_CONNECTIONS: usize = 64;

/// A bound port and the application behind it.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    metrics: Option<TcpListener>,
    demo_host: Option<DemoHost>,
    app: App,
    lock: Option<ProcessLock>,
}

/// A future that resolves on SIGTERM or ctrl-c.
///
/// # Errors
/// When the system cannot install the signal handlers.
pub fn shutdown_signal() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).context("cannot install the signal handlers")?
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
        tracing::info!("proxy stopping, finishing requests in flight");
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

    /// The URL of the demo back office, in demo mode.
    #[must_use]
    pub fn demo_host(&self) -> Option<&HostOrigin> {
        self.demo_host.as_ref().map(DemoHost::origin)
    }

    /// The address of the separate `/metrics` listener.
    #[must_use]
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref()?.local_addr().ok()
    }

    /// The address of the main listener.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` resolves, then finishes the requests in flight.
    ///
    /// # Errors
    /// None today; the result keeps the signature stable for callers.
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
            // From now on `/readyz` responds 503; the load balancer sends requests until it has
            // noticed.
            self.app.stopping.cancel();
            sleep(self.app.shutdown_delay).await;
        };
        tokio::select! {
            () = accepting => {}
            () = told => {}
        }
        // Serve the connections that the system has accepted already; closing would reset them.
        while let Some(Ok((stream, place))) = accept(&self.listener, &places).now_or_never() {
            connection(stream, place, &router, &limits, &open);
        }
        drop(self.listener);
        if let Some(demo_host) = demo_host {
            // The demo back office has no request in flight that must finish.
            demo_host.abort();
        }
        // Longer than any request. Deliveries continue meanwhile: they share the rate limit with
        // connection tests, and what is accepted now is stored.
        if timeout(limits.request, open.shutdown()).await.is_err() {
            tracing::warn!("shutdown timeout: open connections closed");
        }
        self.app.dispatcher.stop().await;
        self.app.maintenance.stop().await;
        if let Some(metrics) = metrics {
            // Last, so that a scraper can observe the shutdown.
            metrics.abort();
        }
        self.app.store.close().await;
        // Release the database for the next process.
        drop(self.lock);
        Ok(())
    }
}

/// Serves the `/metrics` listener until the task is aborted.
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

/// The next connection, once there is a free slot.
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

/// Serves one connection in its own task.
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
    // HTTP/1 only: reverse proxies that terminate TLS use it, and hyper applies no timeout while it
    // detects the version of a connection.
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        // Limits the memory that a client without a token can occupy.
        .max_buf_size(limits.head)
        .header_read_timeout(limits.headers);
    let service = TowerToHyperService::new(router.clone());
    let served = builder
        .serve_connection(TokioIo::new(Refusing::new(Box::pin(stream))), service)
        .into_owned();
    let served = open.watch(served);
    tokio::spawn(async move {
        if let Err(error) = served.await {
            tracing::debug!(error, "connection failed");
        }
        drop(place);
    });
}

/// A disconnected client is no error. When file descriptors run out, only waiting helps.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "accept failed");
        sleep(Duration::from_millis(500)).await;
    }
}
