use std::net::IpAddr;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, header},
};
use axum_extra::headers::{HeaderMapExt, Host};
use contract::{Account, FieldCode, FieldError, Language, MAX_TOKEN_SECONDS, SiteId, paths};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{account_overview::with_overview, json::Json as CheckedJson, problems::WriteProblems};
use crate::{
    clock,
    error::Error,
    http::App,
    session::{Audience, Claims, ISSUER},
};

/// Options of a demo session. All are optional, and so is the body.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wishes {
    /// Default: `it`.
    pub(crate) lang: Option<Language>,
    /// Default: `["activecampaign"]`.
    pub(crate) modules: Option<Vec<String>>,
    /// *Gestione Carrello al Login*. Default: no such claim in the token.
    pub(crate) unified_cart: Option<bool>,
    /// Lifetime in seconds; default and maximum: 600. Because of the clock leeway, tokens are
    /// accepted for a minute longer: -59 makes a token that expires in a second.
    #[schema(maximum = 600, minimum = -600)]
    pub(crate) ttl_seconds: Option<i64>,
}

/// A session for the demo site.
#[derive(Serialize, ToSchema)]
pub(crate) struct DemoToken {
    /// The session token.
    token: String,
}

/// Issues a session token for the demo site. Exists in demo mode only.
#[utoipa::path(
    post,
    path = paths::DEMO_TOKEN,
    tag = "demo",
    request_body = Option<Wishes>,
    responses((status = 200, description = "A new token", body = DemoToken), WriteProblems)
)]
pub(crate) async fn make_demo_token(
    State(app): State<App>,
    request: Request,
) -> Result<Json<DemoToken>, Error> {
    if !is_asked_as_loopback(request.headers()) {
        return Err(Error::MalformedRequest(
            "the demo is reached by 127.0.0.1, [::1] or localhost",
        ));
    }
    let wishes = wishes(request, &app).await?;
    let token = sign(&app, wishes)?;
    Ok(Json(DemoToken { token }))
}

/// A token with which the demo site's server hands orders and carts over.
pub(crate) fn demo_events_token(app: &App, modules: Vec<String>) -> Result<String, Error> {
    let wishes = Wishes {
        modules: Some(modules),
        ..Wishes::default()
    };
    let claims = Claims {
        aud: Audience::Events,
        sub: "server".to_owned(),
        ..claims(wishes)?
    };
    app.session_secrets.sign(&claims).map_err(Error::Internal)
}

/// The first account of the demo site.
pub(crate) async fn demo_account(app: &App) -> Result<Option<Account>, Error> {
    let accounts = app.store.accounts().of_site(&demo_site()?).await?;
    match accounts.into_iter().next() {
        Some(stored) => Ok(Some(with_overview(app, stored).await?.account)),
        None => Ok(None),
    }
}

fn demo_site() -> Result<SiteId, Error> {
    SiteId::parse("demo")
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("the demo site has no identifier")))
}

/// A session with these wishes, as JSON: its token and its language.
pub(crate) fn demo_session(app: &App, wishes: Wishes) -> Result<Value, Error> {
    let claims = claims(wishes)?;
    let token = app.session_secrets.sign(&claims).map_err(Error::Internal)?;
    Ok(json!({ "token": token, "lang": claims.lang }))
}

/// A demo session with default options, for the page itself.
#[derive(Serialize)]
pub(super) struct Session {
    token: String,
    /// Embedded, so that the page does not change its language after decoding the token.
    lang: Language,
}

/// `None` outside of demo mode.
pub(super) fn session_for_page(app: &App, headers: &HeaderMap) -> Option<Session> {
    if !app.demo || !is_asked_as_loopback(headers) {
        return None;
    }
    let claims = claims(Wishes::default()).ok()?;
    let token = app.session_secrets.sign(&claims).ok()?;
    let lang = claims.lang;
    Some(Session { token, lang })
}

fn sign(app: &App, wishes: Wishes) -> Result<String, Error> {
    let claims = claims(wishes)?;
    app.session_secrets.sign(&claims).map_err(Error::Internal)
}

/// Prevents DNS rebinding: a page of another site can point its own name to 127.0.0.1.
fn is_asked_as_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers.typed_get::<Host>() else {
        return false;
    };
    let name = host.hostname().trim_matches(['[', ']']);
    name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Parses the options; an empty body means the defaults.
async fn wishes(request: Request, app: &App) -> Result<Wishes, Error> {
    if request.headers().contains_key(header::CONTENT_TYPE) {
        return Ok(CheckedJson::from_request(request, app).await?.0);
    }
    match Bytes::from_request(request, app).await {
        Ok(body) if body.is_empty() => Ok(Wishes::default()),
        _ => Err(Error::NotJson),
    }
}

fn claims(wishes: Wishes) -> Result<Claims, Error> {
    let now = clock::now_seconds();
    let lifetime = wishes.ttl_seconds.unwrap_or(MAX_TOKEN_SECONDS);
    if !(-MAX_TOKEN_SECONDS..=MAX_TOKEN_SECONDS).contains(&lifetime) {
        let wrong = FieldError::new("/ttl_seconds", FieldCode::WrongType);
        return Err(Error::InvalidFields(vec![wrong]));
    }
    let ends = now + lifetime;
    // A token that is already expired gets the usual lifetime before its expiry; otherwise the
    // panel would take it for a token that needs renewal every second.
    let made = match lifetime > 0 {
        true => now,
        false => ends - MAX_TOKEN_SECONDS,
    };
    Ok(Claims {
        iss: ISSUER.to_owned(),
        aud: Audience::Panel,
        sub: "demo".to_owned(),
        site: demo_site()?,
        site_name: "Negozio Demo".to_owned(),
        site_url: "https://negozio-demo.example".to_owned(),
        modules: wishes
            .modules
            .unwrap_or_else(|| vec!["activecampaign".to_owned()]),
        lang: wishes.lang.unwrap_or(Language::It),
        unified_cart: wishes.unified_cart,
        iat: made,
        nbf: made,
        exp: ends,
        jti: Uuid::now_v7().to_string(),
    })
}
