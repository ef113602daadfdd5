//! The demo back office: a page on its own origin that shows the panel in a frame, as Passweb's
//! back office does. It is also the worked example of `docs/embedding.md`.

use std::net::SocketAddr;

use anyhow::Context;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use tokio::net::TcpListener;

use crate::{config::HostOrigin, error::Error, http, http::App};

const PAGE: &str = include_str!("demo_host/page.html");
const CSS: &str = include_str!("demo_host/page.css");
const PAGE_JS: &str = include_str!("demo_host/page.js");
const FRAME_JS: &str = include_str!("demo_host/frame.js");
/// The placeholder of the panel's origin in the page.
const PANEL_ORIGIN: &str = "{{panel_origin}}";

/// The bound port of the demo back office.
pub(crate) struct DemoHost {
    listener: TcpListener,
    origin: HostOrigin,
}

impl DemoHost {
    /// Binds the requested port; by default the port after the panel's, or any free port.
    pub(crate) async fn bind(asked: Option<SocketAddr>, panel: SocketAddr) -> anyhow::Result<Self> {
        let listener = match asked {
            Some(address) => TcpListener::bind(address)
                .await
                .with_context(|| format!("DEMO_HOST_LISTEN: {address} cannot be listened on"))?,
            None => bind_beside(panel).await?,
        };
        let address = listener.local_addr().context("the port has no address")?;
        let origin = format!("http://{address}").parse();
        let origin = origin.map_err(anyhow::Error::msg)?;
        Ok(Self { listener, origin })
    }

    /// The origin that frames the panel.
    pub(crate) fn origin(&self) -> &HostOrigin {
        &self.origin
    }

    /// Serves until the future is dropped.
    pub(crate) async fn serve(self, panel: SocketAddr, app: App) {
        let router = router(&format!("http://{panel}"), self.origin, app);
        if let Err(error) = axum::serve(self.listener, router).await {
            tracing::error!(%error, "demo back office failed");
        }
    }
}

async fn bind_beside(panel: SocketAddr) -> anyhow::Result<TcpListener> {
    let port = match panel.port() {
        0 => 0,
        port => port.checked_add(1).unwrap_or(0),
    };
    let listener = match TcpListener::bind((panel.ip(), port)).await {
        // Any port will do for a demo, because its URL is printed.
        Err(_) => TcpListener::bind((panel.ip(), 0)).await,
        bound => bound,
    };
    listener.context("cannot bind a port for the demo back office")
}

fn router(panel: &str, own: HostOrigin, app: App) -> Router {
    let page = Html(PAGE.replace(PANEL_ORIGIN, panel));
    let js = |text| get(move || async move { ([(header::CONTENT_TYPE, "text/javascript")], text) });
    let css = ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], CSS);
    Router::new()
        .route("/", get(move || async move { page }))
        .route("/page.css", get(move || async move { css }))
        .route("/page.js", js(PAGE_JS))
        .route("/frame.js", js(FRAME_JS))
        // Passweb's server signs tokens itself; this one requests them from the demo route.
        .route("/token", post(http::make_demo_token))
        .method_not_allowed_fallback(http::method_not_allowed)
        .with_state(app)
        .fallback(async || Error::NotFound)
        .layer(middleware::from_fn_with_state(own, under_own_name))
        .layer(middleware::map_response(http::as_problem))
        .layer(middleware::map_response_with_state(policy(panel), headers))
        .layer(http::permissions_policy())
}

/// Rejects requests under any other host name. The panel names one origin that may frame it, so
/// under another name (`localhost`, or a DNS name that points here) the page would stay empty; no
/// token is issued either.
async fn under_own_name(State(own): State<HostOrigin>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    if host.map(|host| format!("http://{host}")).as_deref() == Some(own.as_str()) {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
    match request.method().is_safe() {
        true => Redirect::temporary(&format!("{}{path}", own.as_str())).into_response(),
        false => StatusCode::MISDIRECTED_REQUEST.into_response(),
    }
}

/// The page may load its own files, call its own server, and frame the panel.
fn policy(panel: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src {panel}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

async fn headers(State(policy): State<HeaderValue>, mut response: Response) -> Response {
    let set: &mut HeaderMap = response.headers_mut();
    set.insert(header::CONTENT_SECURITY_POLICY, policy);
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    set.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}
