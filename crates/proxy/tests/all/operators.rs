//! `GET /healthz`, `/readyz`, `/metrics`, `/api/openapi.json`, `/api/v1/frame`, and request ids.

use std::collections::{BTreeSet, HashSet};

use reqwest::Method;
use serde_json::json;

use crate::support::{Proxy, Setup, database};

#[tokio::test]
async fn a_proxy_that_runs_says_so() {
    let proxy = Proxy::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = proxy.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (200, "ok\n")
        );
    }
}

#[tokio::test]
async fn readyz_is_honest_about_the_database() {
    let proxy = Proxy::start().await;
    // Drops a table that is read: an operator sees this error when the file was replaced.
    let pool = database::open(&proxy.database_url()).await;
    let drop = match database::postgres() {
        None => "PRAGMA foreign_keys = OFF; DROP TABLE accounts; DROP TABLE encryption_keys",
        Some(_) => "DROP TABLE accounts, encryption_keys CASCADE",
    };
    sqlx::raw_sql(drop).execute(&pool).await.unwrap();
    proxy.get("/readyz").await.problem(503, "unavailable");
    assert_eq!(proxy.get("/healthz").await.status, 200);
    // The request gets an internal error without details.
    let answer = proxy.shop("a").get("/api/v1/accounts").await;
    answer.problem(500, "internal");
    assert!(!answer.text.contains("table"), "{}", answer.text);
}

#[tokio::test]
async fn readyz_notices_a_database_file_that_was_removed_or_replaced() {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    let proxy = Proxy::start().await;
    let (file, aside) = (proxy.path("proxy.db"), proxy.path("aside.db"));
    std::fs::rename(&file, &aside).unwrap();
    proxy.get("/readyz").await.problem(503, "unavailable");
    std::fs::copy(&aside, &file).unwrap();
    proxy.get("/readyz").await.problem(503, "unavailable");
    std::fs::rename(&aside, &file).unwrap();
    assert_eq!(proxy.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn readyz_notices_a_database_that_takes_no_writes() {
    let proxy = Proxy::start().await;
    let pool = database::open(&proxy.database_url()).await;
    let mut another = pool.acquire().await.unwrap();
    let hold = match database::postgres() {
        None => "BEGIN IMMEDIATE",
        Some(_) => "BEGIN; LOCK TABLE readiness IN EXCLUSIVE MODE",
    };
    sqlx::raw_sql(hold).execute(&mut *another).await.unwrap();
    proxy.get("/readyz").await.problem(503, "unavailable");
    let end = sqlx::raw_sql("ROLLBACK");
    end.execute(&mut *another).await.unwrap();
    assert_eq!(proxy.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_hold_no_personal_data() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("site-of-mario");
    let path = shop.save("negozio", "0123456789").await;
    shop.get(&path).await.expect(200);
    shop.get("/somewhere/in/the/panel").await;
    let made_up = Method::from_bytes(b"MADE-UP").unwrap();
    shop.send(made_up, "/api/v1/accounts").await;
    let text = proxy.get("/metrics").await.text;
    for line in [
        r#"integrations_http_requests_total{method="GET",route="/api/v1/accounts/{id}",status="200"} 1"#,
        r#"integrations_http_requests_total{method="POST",route="/api/v1/accounts",status="201"} 1"#,
        r#"integrations_http_requests_total{method="other",route="/api/v1/accounts",status="405"} 1"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for personal in [
        "mario",
        "negozio",
        path.rsplit('/').next().unwrap(),
        "somewhere",
    ] {
        assert!(!text.contains(personal), "{personal}\n{text}");
    }
}

#[tokio::test]
async fn metrics_name_the_program_and_how_long_the_oldest_item_waits() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let id = path.rsplit('/').next().unwrap();
    let metrics = async |line: &str| {
        let text = proxy.get("/metrics").await.text;
        let value = text.lines().find_map(|it| it.strip_prefix(line));
        let value = value.unwrap_or_else(|| panic!("{line}\n{text}"));
        value.trim().parse::<i64>().unwrap()
    };
    let build = format!(
        "integrations_build_info{{version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(metrics(&build).await, 1);
    assert_eq!(metrics("integrations_oldest_waiting_seconds").await, 0);
    let pool = database::open(&proxy.database_url()).await;
    let waits = format!(
        "INSERT INTO account_queues (account, next_position, held, waiting, sent, failed, credentials_version) \
         VALUES ('{id}', 3, 0, 2, 0, 0, 1) ON CONFLICT (account) DO UPDATE SET waiting = 2"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(waits))
        .execute(&pool)
        .await
        .unwrap();
    let an_hour_ago = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(3600);
    for (number, at) in [(1, an_hour_ago), (2, jiff::Timestamp::now())] {
        let item = format!(
            "INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
             customer, attempted, accepted_at) \
             VALUES ('{id}', 'order', '{number}', 'waiting', {number}, 1, 1, 'x', 0, '{at}')"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(item))
            .execute(&pool)
            .await
            .unwrap();
    }
    let waited = metrics("integrations_oldest_waiting_seconds").await;
    assert!((3600..3700).contains(&waited), "{waited}");
}

#[tokio::test]
async fn metrics_have_a_listener_of_their_own_when_that_is_asked_for() {
    let setup = Setup::new().with("metrics-listen", "127.0.0.1:0");
    let proxy = setup.start().await;
    proxy.get("/metrics").await.problem(404, "not_found");
    let document = proxy.get("/api/openapi.json").await.expect(200);
    assert!(document["paths"].get("/metrics").is_none());
    let own = proxy.metrics.as_deref().unwrap();
    let answer = reqwest::get(format!("{own}/metrics")).await.unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "text/plain; version=0.0.4"
    );
    let text = answer.text().await.unwrap();
    assert!(
        text.contains(r#"route="/metrics",status="404"} 1"#),
        "{text}"
    );
    for path in ["/healthz", "/", "/api/v1/session"] {
        let answer = reqwest::get(format!("{own}{path}")).await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn metrics_do_not_wait_for_a_database_that_does_not_answer() {
    if database::postgres().is_none() {
        println!("left out on SQLite: nobody keeps its readers waiting");
        return;
    }
    let proxy = Proxy::start().await;
    let pool = database::open(&proxy.database_url()).await;
    let mut another = pool.acquire().await.unwrap();
    let hold = "BEGIN; LOCK TABLE account_queues IN ACCESS EXCLUSIVE MODE";
    sqlx::raw_sql(hold).execute(&mut *another).await.unwrap();
    proxy.get("/healthz").await;
    let text = proxy.get("/metrics").await.text;
    assert!(
        text.contains(r#"route="/healthz",status="200"} 1"#),
        "{text}"
    );
}

#[tokio::test]
async fn the_document_describes_every_route_under_a_name_of_its_own() {
    let proxy = Proxy::start().await;
    let document = proxy.get("/api/openapi.json").await.expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    for (path, methods) in [
        (contract::paths::SESSION, vec!["get"]),
        (contract::paths::PLATFORMS, vec!["get"]),
        (contract::paths::ACCOUNTS, vec!["get", "post"]),
        ("/api/v1/accounts/{id}", vec!["delete", "get", "put"]),
        ("/api/v1/accounts/{id}/enabled", vec!["put"]),
        ("/api/v1/accounts/{id}/restore", vec!["post"]),
        ("/api/v1/accounts/{id}/connection-test", vec!["post"]),
    ] {
        // A set, because the order of a JSON object depends on features of other crates in the
        // build.
        let described: BTreeSet<&str> = paths[path]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(described, BTreeSet::from_iter(methods), "{path}");
    }
    assert!(!paths.contains_key("/demo/token"), "only in the demo");
    let mut names = HashSet::new();
    for operation in paths
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
    {
        assert!(
            names.insert(operation["operationId"].clone()),
            "{operation}"
        );
        for response in operation["responses"].as_object().unwrap().values() {
            assert!(
                !response["description"]
                    .as_str()
                    .unwrap_or_default()
                    .is_empty(),
                "{operation}"
            );
        }
    }
    let bearer = &document["components"]["securitySchemes"]["panel"];
    assert_eq!(bearer["scheme"], "bearer");
    let problem = &paths["/api/v1/accounts"]["post"]["responses"]["422"]["content"];
    assert_eq!(
        problem["application/problem+json"]["schema"]["$ref"],
        "#/components/schemas/Problem"
    );
}

#[tokio::test]
async fn the_document_says_what_any_route_may_answer_and_what_metrics_are() {
    let proxy = Setup::new().demo().start().await;
    let document = proxy.get("/api/openapi.json").await.expect(200);
    let paths = document["paths"].as_object().unwrap();
    for item in paths.values() {
        for operation in item.as_object().unwrap().values() {
            for status in ["408", "500"] {
                let content = &operation["responses"][status]["content"];
                assert!(
                    content["application/problem+json"].is_object(),
                    "{operation}"
                );
            }
        }
    }
    let synchronisation = &paths["/api/v1/events/synchronisations"]["post"]["responses"];
    let too_large = synchronisation["413"]["description"].as_str().unwrap();
    assert!(too_large.contains("16 MiB"), "{too_large}");

    let metrics = proxy.get("/metrics").await;
    let said = &paths["/metrics"]["get"]["responses"]["200"]["content"];
    let kinds: Vec<&String> = said.as_object().unwrap().keys().collect();
    assert_eq!(kinds, ["text/plain; version=0.0.4"]);
    assert_eq!(metrics.header("content-type"), kinds[0]);
    let counter = "# TYPE integrations_http_requests_total counter\n";
    assert!(metrics.text.contains(counter), "{}", metrics.text);
    assert!(!metrics.text.contains("# EOF"), "{}", metrics.text);
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere() {
    let proxy = Setup::new().demo().start().await;
    let document = proxy.get("/api/openapi.json").await;
    let json = document.expect(200);
    for reference in document.text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(json.pointer(pointer).is_some(), "{pointer}");
    }
}

#[tokio::test]
async fn the_panel_is_told_who_may_frame_it() {
    let proxy = Proxy::start().await;
    let frame = proxy.get("/api/v1/frame").await.expect(200);
    assert_eq!(frame, json!({"host_origins": []}));
    let hosts = "https://passweb.example,http://127.0.0.1:8081";
    let proxy = Setup::new().with("host-origins", hosts).start().await;
    let frame = proxy.get("/api/v1/frame").await.expect(200);
    let origins: Vec<&str> = hosts.split(',').collect();
    assert_eq!(frame, json!({"host_origins": origins}));
}

#[tokio::test]
async fn a_request_keeps_the_identifier_it_brings_unless_it_is_odd() {
    let proxy = Proxy::start().await;
    let ask = async |id: &str| {
        let request = proxy.request(Method::GET, "/healthz");
        let answer = request.header("x-request-id", id).send().await.unwrap();
        let answered = answer.headers()["x-request-id"].to_str().unwrap();
        answered.to_owned()
    };
    assert_eq!(ask("from-the-edge_1").await, "from-the-edge_1");
    for odd in ["a b", "\"", &"x".repeat(65)] {
        assert_eq!(ask(odd).await.len(), 36, "a new one");
    }
}
