mod first;

use std::io::ErrorKind;

use anyhow::Context;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use tower_http::services::ServeDir;

use super::headers::page_policy;
use crate::{error::Error, http::App};

/// Path prefixes of programs' routes; never a page of the panel.
const PROGRAMS: [&str; 2] = ["/api", "/demo"];
const ASKED_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NOT_BUILT: &str = include_str!("panel/not_built.html");

/// The fallback route: a file of the panel, or `index.html` for a page of the panel.
pub(super) async fn serve(State(app): State<App>, request: Request) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    let for_programs = |prefix: &str| {
        let rest = path.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if PROGRAMS.into_iter().any(for_programs) {
        return Err(Error::NotFound);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let read_only = [(header::ALLOW, "GET,HEAD")];
        return Ok((StatusCode::METHOD_NOT_ALLOWED, read_only).into_response());
    }
    let (mut response, caching) = if is_file(&path) {
        (file(&app, request).await?, caching(&path))
    } else {
        (page(&app, request.headers()).await?, ASKED_AGAIN)
    };
    let is_there = response.status().is_success() || response.status().is_redirection();
    let headers = response.headers_mut();
    if is_there {
        headers.insert(header::CACHE_CONTROL, caching);
    }
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        page_policy(&app.host_origins),
    );
    Ok(response)
}

/// `index.html` with the boot data embedded, which saves a round trip before the panel's first
/// data.
async fn page(app: &App, headers: &HeaderMap) -> Result<Response, Error> {
    let page = match tokio::fs::read_to_string(app.panel_dir.join("index.html")).await {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok((StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response());
        }
        other => other
            .context("the panel's index.html cannot be read")
            .map_err(Error::Internal)?,
    };
    let first = first::script(app, headers)?;
    Ok(Html(with_boot_data(page, &first)).into_response())
}

/// Inserts the boot data before the boot script, which reads it at once and is the page's first
/// script. The position is not found by `<head>`: HTML can omit that tag, and the build does. A page
/// without scripts needs no data.
fn with_boot_data(mut page: String, block: &str) -> String {
    if let Some(boot_script) = page.find("<script") {
        page.insert_str(boot_script, block);
    }
    page
}

async fn file(app: &App, request: Request) -> Result<Response, Error> {
    let mut files = ServeDir::new(app.panel_dir.as_ref())
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    match files.try_call(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => Err(Error::NotFound),
        Ok(response) => Ok(response.map(Body::new)),
        Err(error) if is_nowhere(error.kind()) => Err(Error::NotFound),
        Err(error) => {
            let error = anyhow::Error::new(error).context("a file of the panel cannot be read");
            Err(Error::Internal(error))
        }
    }
}

/// Whether the error means that there is no such file, or none that may be served.
fn is_nowhere(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::PermissionDenied
            // The name is too long for the system, or contains a zero byte.
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
    )
}

/// Files of the panel have an extension and routes have none; `index.html` is a route.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next();
    path != "/index.html" && name.is_some_and(|name| name.contains('.'))
}

/// A file with a content hash in its name never changes; everything else is revalidated, so that a
/// new panel is used at once.
fn caching(path: &str) -> HeaderValue {
    match path.split('/').any(is_hashed) {
        true => KEPT,
        false => ASKED_AGAIN,
    }
}

/// Whether the name has trunk's format: `panel-0123456789abcdef.js`,
/// `panel-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .skip(1)
        .any(|part| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boot_data_stands_before_the_boot_script_in_a_page_without_head() {
        let page =
            "<!doctype html><html lang=it><meta charset=utf-8><script src=/boot.js></script>";
        let expected = page.replace("<script", "DATA<script");
        assert_eq!(with_boot_data(page.to_owned(), "DATA"), expected);
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for hashed in [
            "/panel-0123456789abcdef.js",
            "/panel-0123456789abcdef_bg.wasm",
            "/snippets/leptos-0123456789abcdef/inline0.js",
        ] {
            assert!(
                caching(hashed).as_bytes().starts_with(b"public"),
                "{hashed}"
            );
        }
        for plain in ["/", "/index.html", "/boot.js", "/account/0123456789abcdef"] {
            assert_eq!(caching(plain), "no-cache", "{plain}");
        }
    }
}
