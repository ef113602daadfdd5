use std::net::IpAddr;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, header},
};
use axum_extra::headers::{HeaderMapExt, Host};
use contract::{FieldCode, FieldError, Language, MAX_TOKEN_SECONDS, SiteId, paths};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{json, problems::WriteProblems};
use crate::{
    clock,
    error::Error,
    http::App,
    session::{Audience, Claims, ISSUER},
};

/// What may be different in a demo session. All of it is optional, the body too.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wishes {
    /// `it` when left out.
    lang: Option<Language>,
    /// `["activecampaign"]` when left out.
    modules: Option<Vec<String>>,
    /// *Gestione Carrello al Login*: the token does not say when left out.
    unified_cart: Option<bool>,
    /// How long it is valid: 600 seconds when left out, and at most. Clocks may be a minute apart,
    /// so it is accepted for a minute more: -59 makes a token that ends in a second.
    #[schema(maximum = 600, minimum = -600)]
    ttl_seconds: Option<i64>,
}

/// A session for the demo site.
#[derive(Serialize, ToSchema)]
pub(crate) struct DemoToken {
    /// The session token.
    token: String,
}

/// A session token for the demo site. This route exists in demo mode only.
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

/// A session without wishes, for the page itself.
#[derive(Serialize)]
pub(super) struct Session {
    token: String,
    /// So that the page need not change its language once the token has been read.
    lang: Language,
}

/// Nothing outside of demo mode.
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

/// A page of another site can have its own name lead to 127.0.0.1, and would be let in.
fn is_asked_as_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers.typed_get::<Host>() else {
        return false;
    };
    let name = host.hostname().trim_matches(['[', ']']);
    name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// No body at all is no wish.
async fn wishes(request: Request, app: &App) -> Result<Wishes, Error> {
    if request.headers().contains_key(header::CONTENT_TYPE) {
        return Ok(json::Json::from_request(request, app).await?.0);
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
    // One that has ended already lived as long as others do: a panel that is handed one must not
    // take it for one that needs to be renewed every second.
    let made = match lifetime > 0 {
        true => now,
        false => ends - MAX_TOKEN_SECONDS,
    };
    let site = SiteId::parse("demo")
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("the demo site has no identifier")))?;
    Ok(Claims {
        iss: ISSUER.to_owned(),
        aud: Audience::Panel,
        sub: "demo".to_owned(),
        site,
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
