//! The demo back office: a page on its own origin that shows the panel in a frame, as Passweb's
//! back office does. It is also the worked example of `docs/embedding.md`. Its pages *Ordini* and
//! *Carrelli* act as the shop, and show beside it what ActiveCampaign holds.

mod activecampaign;
mod files;
mod hand_over;
mod holdings;
mod sandbox;
mod switches;

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context;
use axum::{
    Router,
    extract::{FromRef, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post, put},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use contract::AccountName;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use crate::{
    config::{Config, HostOrigin},
    error::Error,
    http,
    http::App,
};
use sandbox::{Behaviour, Sandbox};
use switches::Switches;

const PAGE: &str = include_str!("demo_host/page.html");
/// In the page itself; the policy names its hash.
const START_JS: &str = include_str!("demo_host/start.js");

/// The bound port of the demo back office.
pub(crate) struct DemoHost {
    listener: TcpListener,
    origin: HostOrigin,
    http: reqwest::Client,
    sandbox: Option<Sandbox>,
    /// The panel's origin, when it is not the proxy's.
    panel: Option<HostOrigin>,
}

/// What the back office's own requests need.
#[derive(Clone)]
struct BackOffice {
    app: App,
    /// The panel's origin: the proxy's, unless another server serves it.
    panel: Arc<str>,
    /// The proxy's origin, to which orders are handed over.
    proxy: Arc<str>,
    http: reqwest::Client,
    sandbox: Option<Sandbox>,
    /// What the sandbox was told last, and for which account.
    behaviour: Arc<Mutex<Option<(AccountName, Behaviour)>>>,
}

impl BackOffice {
    fn behaviour_of(&self, account: &AccountName) -> Behaviour {
        let told = self.behaviour.lock();
        let told = told.as_ref().filter(|(name, _)| name == account);
        told.map_or(Behaviour::Normal, |(_, behaviour)| *behaviour)
    }

    fn set_behaviour(&self, account: AccountName, behaviour: Behaviour) {
        *self.behaviour.lock() = Some((account, behaviour));
    }
}

impl FromRef<BackOffice> for App {
    fn from_ref(office: &BackOffice) -> Self {
        office.app.clone()
    }
}

impl DemoHost {
    /// Binds the requested port; by default the port after the panel's, or any free port.
    pub(crate) async fn bind(config: &Config) -> anyhow::Result<Self> {
        let listener = match config.demo_host_listen {
            Some(address) => TcpListener::bind(address)
                .await
                .with_context(|| format!("DEMO_HOST_LISTEN: {address} cannot be listened on"))?,
            None => bind_beside(config.listen).await?,
        };
        let address = listener.local_addr().context("the port has no address")?;
        let origin = format!("http://{address}").parse();
        let origin = origin.map_err(anyhow::Error::msg)?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self {
            listener,
            origin,
            sandbox: Sandbox::at(&config.activecampaign_url, &http),
            http,
            panel: config.demo_panel_origin.clone(),
        })
    }

    /// The origin that frames the panel.
    pub(crate) fn origin(&self) -> &HostOrigin {
        &self.origin
    }

    /// Serves until the future is dropped.
    pub(crate) async fn serve(self, proxy: SocketAddr, app: App) {
        let proxy: Arc<str> = format!("http://{proxy}").into();
        let panel = self.panel.map(|origin| origin.as_str().into());
        let office = BackOffice {
            app,
            panel: panel.unwrap_or_else(|| Arc::clone(&proxy)),
            proxy,
            http: self.http,
            sandbox: self.sandbox,
            behaviour: Arc::default(),
        };
        let router = router(self.origin, office);
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

fn router(own: HostOrigin, office: BackOffice) -> Router {
    let policy = policy(&office.panel);
    Router::new()
        .route("/", get(page))
        .merge(files::routes())
        // Passweb's server signs tokens itself; this one requests them from the demo route.
        .route("/token", post(http::make_demo_token))
        .route("/events/{what}", post(hand_over::hand_over))
        .route("/activecampaign", get(activecampaign::show))
        .route("/activecampaign", put(activecampaign::change))
        .method_not_allowed_fallback(http::method_not_allowed)
        .with_state(office)
        .fallback(async || Error::NotFound)
        .layer(middleware::from_fn_with_state(own, under_own_name))
        .layer(middleware::map_response(http::as_problem))
        .layer(middleware::map_response_with_state(policy, headers))
        .layer(http::permissions_policy())
}

/// The page, with a session token in it: the panel gets its first token without a request.
async fn page(State(office): State<BackOffice>, Query(switches): Query<Switches>) -> Response {
    let Ok(session) = http::demo_session(&office.app, switches.into()) else {
        return Error::Internal(anyhow::anyhow!("no session for the demo")).into_response();
    };
    // Nothing in it can end the block.
    let session = session.to_string().replace('<', "\\u003c");
    let page = PAGE
        .replace("{{panel_origin}}", &office.panel)
        .replace("{{session}}", &session)
        .replace("{{start}}", START_JS);
    Html(page).into_response()
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
    let start = STANDARD.encode(Sha256::digest(START_JS));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'sha256-{start}'; style-src 'self'; img-src 'self' data:; \
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
