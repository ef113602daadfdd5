use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::support::{answer, ask, between};
use crate::support::{Proxy, Setup};

#[tokio::test]
async fn the_back_office_is_served_in_the_demo_alone() {
    assert!(Proxy::start().await.back_office.is_none());
    let proxy = Setup::new().demo().start().await;
    assert_ne!(proxy.host(), proxy.base);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/page.css", "text/css; charset=utf-8"),
        ("/page.js", "text/javascript"),
        ("/frame.js", "text/javascript"),
        ("/shop.css", "text/css; charset=utf-8"),
        ("/shop/shop.js", "text/javascript"),
    ] {
        let file = answer(ask(&proxy, Method::GET, path)).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("content-type"), kind, "{path}");
    }
    let nothing = answer(ask(&proxy, Method::GET, "/api/v1/session")).await;
    nothing.problem(404, "not_found");
}

#[tokio::test]
async fn the_back_office_loads_its_own_files_and_frames_the_panel_alone() {
    let proxy = Setup::new().demo().start().await;
    let page = answer(ask(&proxy, Method::GET, "/")).await.text;
    let start = between(&page, "<script>", "</script>");
    let start = STANDARD.encode(Sha256::digest(start));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'sha256-{start}'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src {}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        proxy.base
    );
    for path in ["/", "/page.js", "/nowhere"] {
        let page = answer(ask(&proxy, Method::GET, path)).await;
        assert_eq!(page.header("content-security-policy"), policy, "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("permissions-policy").contains("camera=()"));
    }
    let said = format!("data-panel-origin=\"{}\"", proxy.base);
    assert!(page.contains(&said), "{page}");
}

#[tokio::test]
async fn the_back_office_is_one_of_the_hosts() {
    let hosts = "https://passweb.example";
    let proxy = Setup::new()
        .demo()
        .with("host-origins", hosts)
        .panel_file("index.html", "<!doctype html>")
        .start()
        .await;
    let frame = proxy.get("/api/v1/frame").await.expect(200);
    assert_eq!(frame, json!({"host_origins": [hosts, proxy.host()]}));
    let page = proxy.get("/").await;
    let policy = page.header("content-security-policy");
    let ancestors = format!("frame-ancestors {hosts} {}", proxy.host());
    assert!(policy.ends_with(&ancestors), "{policy}");
}

#[tokio::test]
async fn the_back_office_says_which_methods_it_has() {
    let proxy = Setup::new().demo().start().await;
    for (method, path, allowed) in [
        (Method::POST, "/", "GET,HEAD"),
        (Method::DELETE, "/page.js", "GET,HEAD"),
        (Method::GET, "/token", "POST"),
    ] {
        let refused = answer(ask(&proxy, method, path)).await;
        refused.problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), allowed, "{path}");
    }
}

#[tokio::test]
async fn the_frame_shows_the_panel_of_another_server_while_it_is_developed() {
    let trunk = "http://127.0.0.1:8082";
    let proxy = Setup::new().demo().with("demo-panel-origin", trunk);
    let proxy = proxy.start().await;
    let page = answer(ask(&proxy, Method::GET, "/")).await;
    assert!(
        page.text
            .contains(&format!("data-panel-origin=\"{trunk}\""))
    );
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("frame-src {trunk};")), "{policy}");
}
