use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::support::{Proxy, SECRET, Setup, Shop, claims, database, new_account, sign};

async fn refused_for_now(shop: &Shop<'_>) {
    let answer = shop.post("/api/v1/accounts", &new_account()).await;
    answer.problem(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn nothing_is_acknowledged_while_another_file_or_none_has_the_databases_name() {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    for name in ["proxy.db", "proxy.db-wal"] {
        let proxy = Proxy::start().await;
        let (file, aside) = (proxy.path(name), proxy.path("aside"));
        proxy.shop("a").save("negozio", "0123456789abcdef").await;
        std::fs::rename(&file, &aside).unwrap();
        refused_for_now(&proxy.shop("b")).await;
        std::fs::copy(&aside, &file).unwrap();
        refused_for_now(&proxy.shop("b")).await;
        std::fs::rename(&aside, &file).unwrap();
        let answer = proxy
            .shop("c")
            .post("/api/v1/accounts", &new_account())
            .await;
        answer.expect(201);
        let listed = proxy.shop("a").get("/api/v1/accounts").await.expect(200);
        assert_ne!(listed["accounts"], json!([]), "{listed}");
    }
}

#[tokio::test]
async fn a_write_ahead_log_that_is_deleted_under_the_running_proxy_takes_nothing_acknowledged_along()
 {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    let proxy = Proxy::start().await;
    proxy.shop("a").save("negozio", "0123456789abcdef").await;
    std::fs::remove_file(proxy.path("proxy.db-wal")).unwrap();
    refused_for_now(&proxy.shop("b")).await;
    // What was in it is written into the database when the last connection is closed.
    let proxy = Setup::within(proxy.stop().await).start().await;
    let listed = proxy.shop("a").get("/api/v1/accounts").await.expect(200);
    assert_ne!(listed["accounts"], json!([]), "{listed}");
    let answer = proxy
        .shop("b")
        .post("/api/v1/accounts", &new_account())
        .await;
    answer.expect(201);
    proxy.stop().await;
}

/// Senders that submit at the same time, and the number of their submissions.
const SENDERS: u32 = 3;
const SUBMISSIONS: u32 = 12;

/// Deletes accounts while orders and their carts are submitted for them: before the first answer,
/// after the first, and so on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_that_races_with_hand_overs_is_never_an_error_of_the_proxy() {
    let proxy = Setup::new()
        .limits(|limits| limits.requests_per_minute = std::num::NonZeroU32::MAX)
        .start()
        .await;
    for round in 0..SUBMISSIONS {
        let shop = proxy.shop("a");
        let account = shop.save("negozio", "0123456789abcdef").await;
        let mut update = new_account();
        update["api_key"] = json!("keep");
        update["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
        shop.change(&account, "\"1\"", &update).await.expect(200);
        let mut server = claims("a");
        server["aud"] = json!("events");
        let server = proxy.with_token(&sign(&server, SECRET));
        let answered = Semaphore::new(0);
        let hand_over = async |of: u32| {
            for n in 0..SUBMISSIONS / SENDERS {
                let orders: Vec<Value> = (0..20).map(|item| order(round, of, n, item)).collect();
                let body = json!({ "orders": orders });
                let answer = server.post("/api/v1/events/orders", &body).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{}: {}",
                    answer.status,
                    answer.text
                );
                answered.add_permits(1);
            }
        };
        let delete = async {
            // The others are under way at that moment.
            let _ = answered.acquire_many(round).await.unwrap();
            let answer = shop.send(Method::DELETE, &account).await;
            assert_eq!(answer.status, 204, "{}", answer.text);
        };
        tokio::join!(hand_over(0), hand_over(1), hand_over(2), delete);
    }
}

fn order(round: u32, of: u32, n: u32, item: u32) -> Value {
    json!({
        "id": format!("{round}-{of}-{n}-{item}"), "number": "1", "cart_id": format!("c{round}-{n}-{item}"),
        "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
        "url": "https://negozio.example/o", "currency": "EUR", "total": "13.00",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": "anna@rossi.example" },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1, "unit_price": "13.00" }],
    })
}
