//! The demo back office on its own origin.

use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::json;

use crate::support::{Answer, Proxy, Setup};

fn ask(proxy: &Proxy, method: Method, path: &str) -> RequestBuilder {
    let http = Client::builder().no_proxy().redirect(Policy::none());
    let url = format!("{}{path}", proxy.host());
    http.build().unwrap().request(method, url)
}

async fn answer(request: RequestBuilder) -> Answer {
    Answer::read(request.send().await.unwrap()).await
}

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
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
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
    let page = answer(ask(&proxy, Method::GET, "/")).await.text;
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
async fn the_back_office_gives_tokens_as_they_are_wished_for() {
    let proxy = Setup::new().demo().start().await;
    let wishes = json!({"lang": "en", "modules": [], "unified_cart": false});
    let made = answer(ask(&proxy, Method::POST, "/token").json(&wishes)).await;
    let token = made.expect(200)["token"].as_str().unwrap().to_owned();
    let session = proxy.with_token(&token).get("/api/v1/session").await;
    let session = session.expect(200);
    assert_eq!(session["language"], "en");
    assert_eq!(session["unified_cart"], false);
    let ended = json!({"ttl_seconds": -600});
    let ended = answer(ask(&proxy, Method::POST, "/token").json(&ended)).await;
    let token = ended.expect(200)["token"].as_str().unwrap().to_owned();
    let refused = proxy.with_token(&token).get("/api/v1/session").await;
    refused.problem(401, "unauthenticated");
    let wrong = json!({"site": "another"});
    let wrong = answer(ask(&proxy, Method::POST, "/token").json(&wrong)).await;
    assert_eq!(wrong.fields(), ["/site unknown_field"]);
}

#[tokio::test]
async fn the_back_office_answers_under_its_own_name_alone() {
    let proxy = Setup::new().demo().start().await;
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let page = ask(&proxy, Method::GET, "/?lang=en").header("host", host);
        let page = answer(page).await;
        assert_eq!(page.status, 307, "{host}");
        let own = format!("{}/?lang=en", proxy.host());
        assert_eq!(page.header("location"), own, "{host}");
        let token = ask(&proxy, Method::POST, "/token").header("host", host);
        answer(token).await.problem(421, "malformed_request");
    }
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
async fn the_back_office_is_where_it_was_asked_to_be_and_never_where_others_reach_it() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let proxy = Setup::new().demo().with("demo-host-listen", &address);
    assert_eq!(proxy.start().await.host(), format!("http://{address}"));
    for (listen, allowed) in [("0.0.0.0:0", false), ("[::1]:0", true)] {
        let config = Setup::new().demo().with("demo-host-listen", listen);
        assert_eq!(config.config().is_ok(), allowed, "{listen}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_when_it_was_asked_for_and_passed_over_when_not() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap();
    let asked = Setup::new().demo();
    let asked = asked.with("demo-host-listen", &taken.to_string());
    let refused = proxy::start(asked.config().unwrap()).await.err().unwrap();
    assert!(
        refused.to_string().contains("DEMO_HOST_LISTEN"),
        "{refused}"
    );
    let before = format!("127.0.0.1:{}", taken.port() - 1);
    if std::net::TcpListener::bind(&before).is_ok() {
        let proxy = Setup::new().demo().with("listen", &before).start().await;
        assert_ne!(proxy.host(), format!("http://{taken}"));
    }
}
