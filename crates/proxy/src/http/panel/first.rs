use anyhow::Context;
use axum::http::HeaderMap;
use serde::Serialize;

use crate::{config::HostOrigin, error::Error, http::App, http::demo};

/// What the panel has to know before anything else (`public/boot.js`).
#[derive(Serialize)]
struct First<'a> {
    /// As `/api/v1/frame` says it.
    host_origins: Vec<&'a str>,
    /// In demo mode, for the panel outside of a frame.
    #[serde(flatten)]
    session: Option<demo::Session>,
}

/// The same as data in the page: a block that no browser runs, so that no policy forbids it.
pub(super) fn script(app: &App, headers: &HeaderMap) -> Result<String, Error> {
    let first = First {
        host_origins: app.host_origins.iter().map(HostOrigin::as_str).collect(),
        session: demo::session_for_page(app, headers),
    };
    let json = serde_json::to_string(&first)
        .context("what the panel knows first")
        .map_err(Error::Internal)?;
    // Nothing in it can end the block.
    let json = json.replace('<', "\\u003c");
    Ok(format!(
        r#"<script type="application/json" id="boot-data">{json}</script>"#
    ))
}
