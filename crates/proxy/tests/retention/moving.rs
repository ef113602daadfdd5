use std::process::{Command, Output, Stdio};

use contract::SecretText;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    support::database,
    world::{World, cart, eventually, order, order_of, sandbox, setup},
};

/// Runs `integrations-proxy move`.
fn relocate(sqlite: &str, target: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_integrations-proxy"))
        .args(["--database-url", sqlite, "move"])
        .env("MOVE_TO", target)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A world on SQLite, whatever the other tests use, and an empty PostgreSQL database.
async fn on_sqlite() -> Option<(World, String, String)> {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server to move to");
        return None;
    }
    let target = database::database_url(TempDir::new().unwrap().path());
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox);
    let sqlite = format!("sqlite://{}", setup.path("proxy.db").display());
    let setup = setup.with("database-url", &sqlite);
    Some((World::with(setup, sandbox).await, sqlite, target))
}

/// Creates items in every state: sent, failed, held, waiting.
async fn fill(world: &World) {
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("2", "b@bad.example")]).await;
    world.until("failed", 1).await;
    world.control(Method::PUT, "/refuse", json!({})).await;
    world.synchronise("s0").await;
    world.carts(&[cart("c1")]).await;
    world
        .faults(json!({ "shares": { "maintenance": 1.0 }, "retry_after_seconds": 1 }))
        .await;
    world
        .orders(&[order("3"), order_of("4", "carlo@neri.example")])
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_database_goes_on_as_a_postgresql_one_and_each_order_arrives_once() {
    let Some((world, sqlite, target)) = on_sqlite().await else {
        return;
    };
    fill(&world).await;
    let running = relocate(&sqlite, &target);
    assert!(!running.status.success(), "{running:?}");
    let said = text(&running.stderr);
    assert!(said.contains("stop the proxy"), "{said}");

    let before = world.transfers().await["counters"].clone();
    let log = world.log("").await;
    let stopped = world.stop().await;
    let moved = relocate(&sqlite, &target);
    let said = text(&moved.stdout) + &text(&moved.stderr);
    assert!(moved.status.success(), "{said}");
    assert!(said.contains("outbox: 5"), "{said}");
    assert!(said.contains("accounts: 1"), "{said}");
    assert!(said.contains("attempts: "), "{said}");
    assert!(!said.contains("attempts: 0"), "{said}");
    let again = relocate(&sqlite, &target);
    let said = text(&again.stdout) + &text(&again.stderr);
    assert!(again.status.success() && said.contains("already"), "{said}");

    let world = stopped.start_on(&target).await;
    assert_eq!(world.transfers().await["counters"]["held"], before["held"]);
    let earlier = log["entries"].as_array().unwrap();
    let kept = world.log("?limit=200").await["entries"].clone();
    for entry in earlier {
        assert!(kept.as_array().unwrap().contains(entry), "{entry}");
    }
    world.no_faults().await;
    assert_eq!(world.orders(&[order("1")]).await["duplicates"], 1);
    assert_eq!(world.synchronise("s0").await["duplicates"], 1);
    world.orders(&[order("5")]).await;
    world.until("sent", 4).await;
    world.synchronise("s1").await;
    assert_eq!(world.retry(json!({})).await["retried"], 1);
    world.until("sent", 6).await;
    let mut ids: Vec<String> = world
        .held_orders()
        .await
        .iter()
        .map(|held| match &held["externalid"] {
            Value::String(id) if !id.is_empty() => id.clone(),
            _ => held["externalcheckoutid"].as_str().unwrap().to_owned(),
        })
        .collect();
    ids.sort();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "c1"], "each once");

    let refused = relocate(&sqlite, &target);
    let said = text(&refused.stderr);
    assert!(!refused.status.success(), "{said}");
    assert!(said.contains("not empty"), "{said}");
}

#[tokio::test]
async fn a_copy_that_was_aborted_leaves_an_empty_target_and_can_be_run_again() {
    let Some((world, sqlite, target)) = on_sqlite().await else {
        return;
    };
    fill(&world).await;
    drop(world.stop().await.dir.keep());
    // A row that violates the target's constraints aborts the copy in the middle.
    let file = database::open(&sqlite).await;
    sqlx::query("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
        .execute(&file)
        .await
        .unwrap();
    let said = relocate(&sqlite, &target);
    assert!(!said.status.success());
    file.close().await;
    let file = database::open(&sqlite).await;
    sqlx::query("DROP TABLE stray")
        .execute(&file)
        .await
        .unwrap();
    file.close().await;
    let moved = relocate(&sqlite, &target);
    let said = text(&moved.stdout) + &text(&moved.stderr);
    assert!(moved.status.success(), "{said}");
}

#[tokio::test]
async fn a_copy_that_was_killed_in_the_middle_can_be_run_again() {
    let Some((world, sqlite, target)) = on_sqlite().await else {
        return;
    };
    fill(&world).await;
    let _dir = world.stop().await.dir;
    let file = database::open(&sqlite).await;
    sqlx::query(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60000) \
         INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
         customer, payload, attempted, accepted_at) SELECT account, 'order', 'many-' || n, \
         'waiting', 1000 + n, 1, 1, 'somebody', 'text', 0, '2026-05-04T10:00:00Z' \
         FROM n, account_queues",
    )
    .execute(&file)
    .await
    .unwrap();
    file.close().await;
    let name = format!("move-{}", uuid::Uuid::now_v7().simple());
    let named = format!("{target}&application_name={name}");
    let mut copy = Command::new(env!("CARGO_BIN_EXE_integrations-proxy"))
        .args(["--database-url", &sqlite, "move"])
        .env("MOVE_TO", &named)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = database::open(&target).await;
    let copying = "SELECT count(*) FROM pg_stat_activity \
                   WHERE application_name = $1 AND query LIKE 'INSERT INTO \"outbox\"%'";
    eventually("copying", async || {
        let copying = sqlx::query_scalar::<_, i64>(copying).bind(&name);
        let copying = copying.fetch_one(&server).await.unwrap();
        (copying > 0).then_some(())
    })
    .await;
    copy.kill().unwrap();
    let killed = copy.wait().unwrap();
    assert!(!killed.success(), "it was through before");
    let moved = relocate(&sqlite, &target);
    let said = text(&moved.stdout) + &text(&moved.stderr);
    assert!(moved.status.success(), "{said}");
    assert!(said.contains("outbox: 60005"), "{said}");
    assert!(!said.contains("already"), "nothing was there: {said}");
}

#[test]
fn a_target_is_asked_for_and_its_password_is_never_printed() {
    let dir = TempDir::new().unwrap();
    let sqlite = format!("sqlite://{}", dir.path().join("none.db").display());
    let secret = SecretText::from("postgres://u:s3cret@127.0.0.1:9/x");
    let missing = relocate(&sqlite, secret.expose());
    let said = text(&missing.stderr);
    assert!(!missing.status.success());
    assert!(said.contains("there is no database"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
    let nowhere = Command::new(env!("CARGO_BIN_EXE_integrations-proxy"))
        .args(["--database-url", &sqlite, "move"])
        .env_remove("MOVE_TO")
        .output()
        .unwrap();
    assert!(text(&nowhere.stderr).contains("--to"), "{nowhere:?}");
}
