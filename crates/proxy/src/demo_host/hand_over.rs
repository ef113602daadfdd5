//! What Passweb's server does: it signs a token with the audience `events`, which no browser gets,
//! and hands orders, carts, synchronisations and its report of old orders to the proxy over HTTP.

use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::paths;

use super::{BackOffice, switches::Switches};
use crate::{error::Error, http};

/// Hands a body over as it is: the defects of the demo are in it.
pub(super) async fn hand_over(
    State(office): State<BackOffice>,
    Path(what): Path<String>,
    Query(switches): Query<Switches>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let path = match what.as_str() {
        "orders" => paths::EVENTS_ORDERS,
        "carts" => paths::EVENTS_CARTS,
        "history" => paths::EVENTS_HISTORY,
        "synchronisations" => paths::EVENTS_SYNCHRONISATIONS,
        _ => return Err(Error::NotFound),
    };
    require_json(&headers)?;
    let token = http::demo_events_token(&office.app, switches.modules())?;
    let answer = office
        .http
        .post(format!("{}{path}", office.proxy))
        .bearer_auth(token)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)
        .send()
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    let status = answer.status();
    let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
    let kind = kind.unwrap_or(HeaderValue::from_static("application/json"));
    let answer = answer.bytes().await;
    let answer = answer.map_err(|error| Error::Internal(error.into()))?;
    Ok((status, [(header::CONTENT_TYPE, kind)], answer).into_response())
}

/// A page of another site cannot send this media type here without being asked first.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), Error> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().map(str::trim) {
        Some("application/json") => Ok(()),
        _ => Err(Error::Refused(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}
