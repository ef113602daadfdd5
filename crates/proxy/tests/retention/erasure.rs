use std::fs;

use contract::event::Email;
use proxy::store::CustomerKey;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row};

use crate::{
    support::{Answer, SECRET, claims, database, sign},
    world::{SITE, World, cart, events_token, eventually, order, with},
};

const EMAIL: &str = "giulia.verdolina+shop@persona.example";
const ATTEMPTS: &str = "SELECT count(*) FROM attempts";

/// An order of Giulia, with a different spelling of the address each time.
fn giulias(id: &str) -> Value {
    let spelled = match id.len() % 2 {
        0 => "Giulia.Verdolina+Shop@Persona.Example",
        _ => " giulia.verdolina+shop@persona.example ",
    };
    let billing =
        json!({ "first_name": "Giulietta", "last_name": "Verdolinissima", "email": spelled });
    with(order(id), json!({ "billing": billing }))
}

impl World {
    async fn erase(&self, email: &str) -> u64 {
        let erased = self.erasure(&json!({ "email": email })).await.expect(202);
        erased["erased"].as_u64().unwrap()
    }

    async fn erasure(&self, body: &Value) -> Answer {
        self.passweb().post("/api/v1/events/erasures", body).await
    }

    /// Every row of every table, as text.
    async fn everything(&self) -> String {
        let pool = database::open(&self.proxy.database_url()).await;
        let on_postgres = database::postgres().is_some();
        let tables = match on_postgres {
            true => {
                "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
                 WHERE table_schema = current_schema()"
            }
            false => "SELECT name FROM sqlite_master WHERE type = 'table'",
        };
        let mut text = String::new();
        for table in sqlx::query(tables).fetch_all(&pool).await.unwrap() {
            let table: String = table.get(0);
            let columns = match on_postgres {
                true => "CAST(t AS TEXT)".to_owned(),
                false => {
                    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
                    let names = sqlx::query(AssertSqlSafe(sql)).fetch_all(&pool).await;
                    let names = names.unwrap();
                    let quoted = names
                        .iter()
                        .map(|row| format!("quote(\"{}\")", row.get::<String, _>(0)));
                    quoted.collect::<Vec<_>>().join(" || ' ' || ")
                }
            };
            let sql = format!("SELECT {columns} FROM {table} t");
            for row in sqlx::query(AssertSqlSafe(sql))
                .fetch_all(&pool)
                .await
                .unwrap()
            {
                text += &format!("{table} {}\n", row.get::<String, _>(0));
            }
        }
        pool.close().await;
        text
    }

    /// No table names Giulia, and no byte of the SQLite file does.
    async fn names_nobody(&self) {
        let mut everything = self.everything().await;
        if database::postgres().is_none() {
            for name in ["proxy.db", "proxy.db-wal"] {
                let bytes = fs::read(self.proxy.path(name)).unwrap();
                everything += &String::from_utf8_lossy(&bytes);
            }
        }
        let everything = everything.to_lowercase();
        let CustomerKey(hash) = CustomerKey::of(&Email::parse(EMAIL).unwrap());
        for trace in ["verdolin", "giuliett", "persona.example", &hash] {
            let place = everything.find(trace);
            let around = place.map(|at| {
                let around = everything.get(at.saturating_sub(80)..at + 40);
                around.unwrap_or_default().to_owned()
            });
            assert_eq!(around, None, "{trace}");
        }
    }
}

#[tokio::test]
async fn when_an_erasure_is_answered_nothing_kept_here_names_the_person() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "persona.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[giulias("2")]).await;
    world.until("failed", 1).await;
    world.control(Method::PUT, "/refuse", json!({})).await;
    world.orders(&[giulias("1"), order("90")]).await;
    world.until("sent", 2).await;
    let mut held = cart("c1");
    held["customer"]["email"] = json!(EMAIL);
    world.carts(&[held, cart("c2")]).await;
    // Rejected, with a readable address.
    let worthless = json!({ "total": "much" });
    let rejected = world.orders(&[with(giulias("77"), worthless)]).await;
    assert_eq!(rejected["rejected"][0]["index"], 0, "{rejected}");
    assert_eq!(world.transfers().await["counters"]["rejected"], 1);
    world
        .faults(json!({ "shares": { "maintenance": 1.0 }, "retry_after_seconds": 60 }))
        .await;
    world.orders(&[giulias("31")]).await;
    // Its call has a response: only calls in progress at the erasure may still arrive.
    eventually("the pause", async || {
        (world.transfers().await["pause_reason"] == "maintenance").then_some(())
    })
    .await;
    world.orders(&[order("91")]).await;
    assert!(world.everything().await.contains("Verdolinissima"));
    assert!(world.count(ATTEMPTS).await > 0);

    let erased = world.erase("GIULIA.Verdolina+shop@persona.EXAMPLE ").await;
    // Four orders and carts, the person, and the log row of the failed one.
    assert!(erased >= 5, "{erased}");
    world.names_nobody().await;
    assert_eq!(world.count(ATTEMPTS).await, 0);
    let counters = world.transfers().await["counters"].clone();
    let others =
        json!({ "waiting": 2, "sent": 2, "failed": 0, "held": 1, "rejected": 0, "skipped": 0 });
    assert_eq!(counters, others, "others' stay");
    assert_eq!(world.erase(EMAIL).await, 0, "nothing was left");

    world.no_faults().await;
    let test = format!("{}/connection-test", world.account);
    world.merchant().post(&test, &json!({})).await.expect(200);
    world.until("sent", 3).await;
    world.synchronise("s1").await;
    world.until("sent", 4).await;
    let numbers: Vec<Value> = world
        .held_orders()
        .await
        .iter()
        .map(|held| held["externalid"].clone())
        .collect();
    assert!(!numbers.contains(&json!("31")), "{numbers:?}");
    world.names_nobody().await;
}

#[tokio::test]
async fn the_order_that_the_preview_shows_is_erased_too() {
    let world = World::open().await;
    let preview = format!("{}/preview", world.account);
    world.merchant().get(&preview).await.expect(200);
    world.orders(&[giulias("1")]).await;
    world.until("sent", 1).await;
    assert!(world.everything().await.contains("Verdolinissima"));
    world.erase(EMAIL).await;
    world.names_nobody().await;
    let preview = world.merchant().get(&preview).await.expect(200);
    assert_eq!(preview["source"], "example");
}

#[tokio::test]
async fn what_was_on_its_way_is_finished_and_nobody_is_remembered_by_it() {
    for kind in ["POST ecomOrders", "POST contact/sync"] {
        let world = World::open().await;
        let stall = json!({ "stall_ms": 1000, "kinds": { kind: { "stall": 1.0 } } });
        world.faults(stall).await;
        world.orders(&[giulias("1")]).await;
        eventually("a call under way", async || {
            (world.calls(Some(kind)).await == 1).then_some(())
        })
        .await;
        assert!(world.erase(EMAIL).await >= 1);
        world.names_nobody().await;
        world.no_faults().await;
        // Another order of the account is delivered after it.
        world.orders(&[order("90")]).await;
        eventually("the other order", async || {
            let held = world.held_orders().await;
            held.iter()
                .any(|held| held["externalid"] == "90")
                .then_some(())
        })
        .await;
        let begun = usize::from(kind == "POST ecomOrders");
        eventually("the end of what was under way", async || {
            (world.held_orders().await.len() == 1 + begun).then_some(())
        })
        .await;
        world.until("sent", 1).await;
        let world = world.again().await;
        world.names_nobody().await;
        assert_eq!(world.held_orders().await.len(), 1 + begun);
        assert_eq!(world.transfers().await["counters"]["waiting"], 0);
        assert_eq!(world.count("SELECT count(*) FROM customers").await, 1);
        // Submitted again, the finished order is found.
        world.orders(&[giulias("1")]).await;
        world.until("sent", 2).await;
        assert_eq!(world.held_orders().await.len(), 2);
    }
}

#[tokio::test]
async fn what_was_sent_is_still_recognised_after_an_erasure_and_takes_a_newer_version() {
    let world = World::open().await;
    world.orders(&[giulias("1")]).await;
    world.until("sent", 1).await;
    world.erase(EMAIL).await;
    assert_eq!(world.orders(&[giulias("1")]).await["duplicates"], 1);
    world.names_nobody().await;
    let newer = json!({ "updated_at": "2026-05-05T10:00:00Z", "total": "31.00" });
    assert_eq!(
        world.orders(&[with(giulias("1"), newer)]).await["accepted"],
        1
    );
    world.until("waiting", 0).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held[0]["totalPrice"], 3100);
}

#[tokio::test]
async fn the_owner_of_the_key_is_erased_from_the_last_test() {
    let world = World::open().await;
    let test = format!("{}/connection-test", world.account);
    let tested = world.merchant().post(&test, &json!({})).await.expect(200);
    let email = tested["user"]["email"].as_str().unwrap();
    assert!(world.everything().await.contains(email));
    assert_eq!(world.erase(email).await, 1);
    let account = world.merchant().get(&world.account).await.expect(200);
    assert_eq!(account["last_test"]["outcome"], "ok");
    assert_eq!(account["last_test"]["user"], Value::Null);
    assert!(!world.everything().await.contains(email));
}

#[tokio::test]
async fn a_user_whom_the_log_names_by_the_address_is_erased_from_it() {
    let world = World::open().await;
    let mut claims = claims(SITE);
    claims["sub"] = json!("olivia@negozio.example");
    let olivia = world.proxy.with_token(&sign(&claims, SECRET));
    let path = format!("{}/enabled", world.account);
    olivia
        .put(&path, &json!({ "enabled": false }))
        .await
        .expect(200);
    assert!(world.everything().await.contains("olivia@negozio.example"));
    let rows = world.log("").await["total"].clone();
    assert_eq!(world.erase("Olivia@negozio.example").await, 1);
    assert!(!world.everything().await.contains("olivia@"));
    assert_eq!(world.log("").await["total"], rows, "what was done stays");
}

#[tokio::test]
async fn another_site_erases_nothing_here() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    let other = world
        .proxy
        .with_token(&events_token("altro", &["activecampaign"]));
    let body = json!({ "email": "anna@rossi.example" });
    let erased = other
        .post("/api/v1/events/erasures", &body)
        .await
        .expect(202);
    assert_eq!(erased["erased"], 0);
    assert_eq!(world.transfers().await["counters"]["held"], 1);
}

#[tokio::test]
async fn an_erasure_without_an_address_says_what_is_wrong() {
    let world = World::open().await;
    for (body, error) in [
        (
            json!({}),
            json!({ "pointer": "/email", "code": "required" }),
        ),
        (
            json!({ "email": " " }),
            json!({ "pointer": "/email", "code": "required" }),
        ),
        (
            json!({ "email": 5 }),
            json!({ "pointer": "/email", "code": "wrong_type" }),
        ),
        (
            json!({ "email": "giulia" }),
            json!({ "pointer": "/email", "code": "invalid_email" }),
        ),
    ] {
        let problem = world.erasure(&body).await.expect(422);
        assert_eq!(problem["errors"][0], error, "{body}");
    }
    let more = json!({ "email": EMAIL, "reason": "by letter" });
    assert_eq!(world.erasure(&more).await.expect(202)["erased"], 0);
}
