//! The built panel.

use reqwest::Method;

use crate::support::{Answer, Proxy, Setup};

async fn with_panel(setup: Setup) -> Proxy {
    setup
        .panel_file("index.html", "<!doctype html><title>panel</title>")
        .panel_file("panel-0123456789abcdef.js", "export {}")
        .panel_file("panel-0123456789abcdef_bg.wasm", "wasm")
        .panel_file("panel-0123456789abcdef_bg.wasm.br", "smaller")
        .panel_file("boot.js", "1")
        .start()
        .await
}

#[tokio::test]
async fn every_page_of_the_panel_is_its_index() {
    let proxy = with_panel(Setup::new()).await;
    for path in [
        "/",
        "/accounts",
        "/accounts/new",
        "/accounts/0193b3a5",
        // Account identifiers look like the hashes in file names.
        "/accounts/0193b3a5-6c1f-7d3e-9a2b-0123456789ab",
        "/index.html",
    ] {
        let answer = proxy.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert!(answer.text.contains("<title>panel"), "{path}");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_others_asked_for_again() {
    let proxy = with_panel(Setup::new()).await;
    let hashed = proxy.get("/panel-0123456789abcdef.js").await;
    assert_eq!(
        hashed.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(hashed.header("content-type"), "text/javascript");
    let plain = proxy.get("/boot.js").await;
    assert_eq!(plain.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn the_smaller_file_is_sent_to_whom_can_read_it() {
    let proxy = with_panel(Setup::new()).await;
    let wasm = proxy.request(Method::GET, "/panel-0123456789abcdef_bg.wasm");
    let answer = wasm
        .header("accept-encoding", "br, gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-encoding"], "br");
    assert_eq!(answer.headers()["content-type"], "application/wasm");
    assert_eq!(answer.text().await.unwrap(), "smaller");
}

#[tokio::test]
async fn missing_files_and_odd_paths_are_not_there() {
    let proxy = with_panel(Setup::new()).await;
    for path in [
        "/gone-0123456789abcdef.js",
        "/favicon.ico",
        "/%2e%2e/proxy.db",
        "/..%2fproxy.db",
        "/snippets/../../proxy.db",
    ] {
        let answer = proxy.get(path).await;
        answer.problem(404, "not_found");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let posted = proxy.nobody().send(Method::POST, "/accounts").await;
    posted.problem(405, "method_not_allowed");
    assert_eq!(posted.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_name_that_no_file_can_have_is_not_there() {
    let proxy = with_panel(Setup::new()).await;
    let name = |length: usize| "a".repeat(length - 3) + ".js";
    for path in [
        format!("/{}", name(255)),
        format!("/{}", name(256)),
        format!("/{}", name(5000)),
        format!("/{}/x.js", name(300)),
        format!("/{}x.js", "a/".repeat(3000)),
        "/a%00b.js".to_owned(),
        "/boot.js/x.js".to_owned(),
    ] {
        proxy.get(&path).await.problem(404, "not_found");
    }
    let path = format!("/api/v1/accounts/{}", name(300));
    proxy.shop("a").get(&path).await.problem(404, "not_found");
}

#[tokio::test]
async fn no_cache_keeps_what_a_file_was_refused_with() {
    let proxy = with_panel(Setup::new()).await;
    for (name, value, status, code) in [
        ("range", "bytes=999-", 416, "malformed_request"),
        (
            "if-unmodified-since",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            412,
            "changed",
        ),
    ] {
        let request = proxy.request(Method::GET, "/panel-0123456789abcdef.js");
        let answer = request.header(name, value).send().await.unwrap();
        let answer = Answer::read(answer).await;
        answer.problem(status, code);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere_and_are_framed_by_the_hosts_alone() {
    const LOADS: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
        style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors";
    for (hosts, ancestors) in [
        ("", "'none'"),
        (
            "https://a.example, https://b.example:8443",
            "https://a.example https://b.example:8443",
        ),
    ] {
        let proxy = with_panel(Setup::new().with("host-origins", hosts)).await;
        for path in ["/", "/accounts/new", "/boot.js"] {
            let answer = proxy.get(path).await;
            let policy = answer.header("content-security-policy");
            assert_eq!(policy, format!("{LOADS} {ancestors}"));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert!(
                answer
                    .header("permissions-policy")
                    .contains("geolocation=()")
            );
        }
    }
}

const PAGE: &str = "<!doctype html><title>panel</title><script src=/boot.js></script>";

#[tokio::test]
async fn the_page_brings_along_who_may_be_the_host() {
    let host = "https://passweb.example";
    let setup = Setup::new().with("host-origins", host);
    let proxy = setup.panel_file("index.html", PAGE).start().await;
    let page = proxy.get("/accounts/new").await;
    let first = r#"<script type="application/json" id="boot-data">{"host_origins":["https://passweb.example"]}</script><script src=/boot.js>"#;
    assert!(page.text.contains(first), "{}", page.text);
    // The page contains current data, so it has no ETag.
    assert_eq!(page.header("etag"), "");
    assert_eq!(page.header("last-modified"), "");
}

#[tokio::test]
async fn only_the_demos_page_brings_a_token_and_only_to_this_machine() {
    let demo = Setup::new().demo().panel_file("index.html", PAGE);
    let demo = demo.start().await;
    let page = demo.get("/").await.text;
    let token = page.split(r#""token":""#).nth(1).expect("a token");
    let token = token.split('"').next().unwrap();
    let session = demo.with_token(token).get("/api/v1/session").await;
    session.expect(200);
    let rebound = demo
        .request(Method::GET, "/")
        .header("host", "evil.example");
    let rebound = rebound.send().await.unwrap().text().await.unwrap();
    assert!(!rebound.contains("token"), "{rebound}");

    let proxy = Setup::new().panel_file("index.html", PAGE).start().await;
    assert!(!proxy.get("/").await.text.contains("token"));
}

#[tokio::test]
async fn a_panel_that_is_not_built_is_told_in_words() {
    let proxy = Proxy::start().await;
    let answer = proxy.get("/").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text.contains("PANEL_DIR"), "{}", answer.text);
}
