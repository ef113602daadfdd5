use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    support::database,
    world::{World, cart, eventually, order, order_of, with},
};

async fn busy() -> World {
    let world = World::open().await;
    world
        .control(
            Method::PUT,
            "/refuse",
            json!({ "email_domain": "bad.example" }),
        )
        .await;
    world
        .orders(&[order("1"), order_of("2", "b@bad.example")])
        .await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until_sent().await;
    eventually("the row of what was sent", async || {
        (world.log("?code=sent").await["total"] != 0).then_some(())
    })
    .await;
    world
}

fn codes(page: &Value) -> Vec<&str> {
    let entries = page["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_log_says_what_happened_and_names_nobody() {
    let world = busy().await;
    let page = world.log("").await;
    for code in [
        "connection_created",
        "order_refused",
        "carts_released",
        "sent",
    ] {
        assert!(codes(&page).contains(&code), "{code}: {page}");
    }
    let text = page.to_string();
    for secret in ["@", "Anna", "Rossi", "s3cret"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let entry = &page["entries"][0];
    assert_eq!(entry["account_description"], "Negozio");
}

/// A paused account queue, or one that waits for a long time.
async fn stopped(behaviour: &str) -> World {
    let world = World::open().await;
    world.faults(json!({ "always": behaviour })).await;
    world.orders(&[order("1")]).await;
    eventually("the row of the pause", async || {
        (world.log("?kind=error").await["total"] == 1).then_some(())
    })
    .await;
    world.no_faults().await;
    world
}

#[tokio::test]
async fn the_log_says_when_what_was_stopped_or_paused_goes_on() {
    for behaviour in ["wrong_key", "no_ecommerce"] {
        for new_key in [false, true] {
            let world = stopped(behaviour).await;
            if new_key {
                let mut update = world.as_update().await;
                update["api_key"] = json!({ "replace": "another-key-0123456789" });
                world.save(&update).await;
            } else {
                world.merchant().test(&world.account).await;
            }
            world.until("sent", 1).await;
            eventually("the row that it goes on", async || {
                (world.log("?code=resumed").await["total"] == 1).then_some(())
            })
            .await;
            world.orders(&[order("2")]).await;
            world.until("sent", 2).await;
            assert_eq!(world.log("?code=resumed").await["total"], 1);
        }
    }
}

#[tokio::test]
async fn the_log_is_filtered_sorted_and_paged() {
    let world = busy().await;
    let total = world.log("").await["total"].as_i64().unwrap();
    assert_eq!(codes(&world.log("?kind=error").await), ["order_refused"]);
    assert_eq!(
        world.log("?kind=error,warning&code=order_refused").await["total"],
        1
    );
    assert_eq!(world.log("?account=NEGO").await["total"], total);
    assert_eq!(
        world.log("?account=%25").await["total"],
        0,
        "a wildcard means itself"
    );
    assert_eq!(world.log("?from=2999-01-01T00:00:00Z").await["total"], 0);
    assert_eq!(world.log("?to=2999-01-01T00:00:00Z").await["total"], total);
    let sorted = world.log("?sort=code&order=asc").await;
    assert!(codes(&sorted).is_sorted());
    let newest = world.log("?limit=1").await;
    let oldest = world.log("?order=asc&limit=1").await;
    assert_eq!(
        (newest["total"].as_i64(), codes(&newest).len()),
        (Some(total), 1)
    );
    assert!(
        newest["entries"][0]["created_at"].as_str() >= oldest["entries"][0]["created_at"].as_str()
    );
    assert_eq!(
        codes(&world.log(&format!("?offset={total}")).await),
        [] as [&str; 0]
    );
    for query in [
        "?kind=loud",
        "?code=nonsense",
        "?code=sent,nonsense",
        "?sort=colour",
        "?limit=0",
        "?offset=-1",
        "?from=monday",
        "?from=2026-05-04",
        "?to=2026-05-04T10:00Z",
        "?page=1",
    ] {
        world
            .merchant()
            .get(&format!("/api/v1/log{query}"))
            .await
            .expect(400);
    }
}

#[tokio::test]
async fn accounts_and_what_a_row_names_are_found_with_and_without_capitals() {
    let world = World::open().await;
    let mut update = world.as_update().await;
    update["description"] = json!("Caffè ÉLITE");
    world.save(&update).await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    let refused = with(
        order_of("1", "b@bad.example"),
        json!({ "number": "À-100%_!" }),
    );
    world.orders(&[refused]).await;
    eventually("the row of what was refused", async || {
        (world.log("?code=order_refused").await["total"] == 1).then_some(())
    })
    .await;

    // Earlier rows keep the account's description of that time.
    let all = world.log("?limit=200").await;
    let rows = all["entries"].as_array().unwrap().iter();
    let total = rows
        .filter(|row| row["account_description"] == "Caffè ÉLITE")
        .count();
    assert!(total > 0);
    for (account, found) in [
        ("caff%C3%88", total),
        ("%C3%A9lite", total),
        ("caffe", 0),
        ("%00", 0),
        (&"x".repeat(10_000), 0),
    ] {
        let page = world.log(&format!("?account={account}")).await;
        assert_eq!(page["total"], found, "{account}");
    }
    for query in [
        "text=%C3%A0-100",
        "text=100%25_!",
        "text=EMAIL_refused",
        "text=%C3%80-1&code=key_rejected",
        "text=nothing&code=order_refused",
    ] {
        let page = world.log(&format!("?{query}")).await;
        assert_eq!(codes(&page), ["order_refused"], "{query}");
    }
    // The name of a parameter is no value, and wildcards are literal.
    for text in ["number", "100__", "%00", "a%25b"] {
        assert_eq!(world.log(&format!("?text={text}")).await["total"], 0);
    }
    let both = world.log("?text=%C3%80-1&code=connection_created").await;
    assert_eq!(both["total"], 2);
    assert_eq!(world.log("?text=&code=order_refused").await["total"], 1);
}

#[tokio::test]
async fn rows_of_the_log_live_as_long_as_the_retention_says() {
    let world = busy().await;
    let before = world.log("").await["total"].as_i64().unwrap();
    let pool = database::open(&world.proxy.database_url()).await;
    // As if it was sent a day before the end of the retention, and failed a day after.
    let days_ago =
        |days: i64| (jiff::Timestamp::now() - jiff::Span::new().hours(24 * days)).to_string();
    let aged = sqlx::query(
        "UPDATE log SET created_at = CASE code WHEN 'sent' THEN $1 ELSE $2 END \
         WHERE code IN ('sent', 'order_refused')",
    )
    .bind(days_ago(91))
    .bind(days_ago(89))
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    assert!(aged.rows_affected() >= 2);
    let world = world.again().await;
    eventually("old rows to go", async || {
        (world.log("?code=sent").await["total"] == 0).then_some(())
    })
    .await;
    assert!(world.log("").await["total"].as_i64().unwrap() < before);
    assert_eq!(world.log("?code=order_refused").await["total"], 1);
}
