use anyhow::Context;
use axum::http::HeaderMap;
use serde::Serialize;

use crate::{config::HostOrigin, error::Error, http::App, http::demo};

/// The boot data, which the panel needs before anything else (`public/boot.js`).
#[derive(Serialize)]
struct First<'a> {
    /// The value in the response of `/api/v1/frame`.
    host_origins: Vec<&'a str>,
    /// The demo session, for the panel outside of a frame; demo mode only.
    #[serde(flatten)]
    session: Option<demo::Session>,
}

/// The boot data as a data block in the page: browsers do not execute it, so no policy forbids it.
pub(super) fn script(app: &App, headers: &HeaderMap) -> Result<String, Error> {
    let first = First {
        host_origins: app.host_origins.iter().map(HostOrigin::as_str).collect(),
        session: demo::session_for_page(app, headers),
    };
    let json = serde_json::to_string(&first)
        .context("the boot data cannot be serialized")
        .map_err(Error::Internal)?;
    // Escape `<`, so that no value can end the block.
    let json = json.replace('<', "\\u003c");
    Ok(format!(
        r#"<script type="application/json" id="boot-data">{json}</script>"#
    ))
}
