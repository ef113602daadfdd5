use std::collections::HashMap;

use serde_json::Value;

use crate::{
    support::database,
    traffic::{Shop, Traffic},
};

/// The default rate limit.
const RATE: u64 = 4;

pub async fn each_once_and_none_too_often(traffic: &Traffic, sandbox: &str) {
    for shop in &traffic.shops {
        let account = format!("{sandbox}/_sandbox/accounts/{}", shop.name);
        each_once(shop, &get(&account).await);
        let calls = get(&format!("{account}/calls")).await;
        let most = calls["max_in_one_second"].as_u64().unwrap();
        assert!(most <= RATE, "{}: {most} calls in a second", shop.name);
        assert_eq!(calls["over_limit"], 0, "{}", shop.name);
    }
}

/// Each order exists once, with the right person and total, and each person's orders are in
/// sequence.
fn each_once(shop: &Shop, held: &Value) {
    let records = held["orders"].as_array().unwrap();
    let mut by_id = HashMap::new();
    for record in records {
        let id = record["externalid"].as_str().unwrap();
        assert!(by_id.insert(id, record).is_none(), "twice: {record}");
    }
    assert_eq!(by_id.len(), shop.orders.len(), "{}", shop.name);
    let mut last: HashMap<&str, u64> = HashMap::new();
    for order in &shop.orders {
        let record = by_id[order.id.as_str()];
        assert_eq!(record["totalPrice"], order.cents, "{record}");
        assert_eq!(record["email"], order.email.as_str(), "{record}");
        let made: u64 = record["id"].as_str().unwrap().parse().unwrap();
        let before = last.insert(&order.email, made);
        assert!(before.is_none_or(|before| before < made), "{record}");
    }
    let persons = held["contacts"].as_array().unwrap();
    assert_eq!(persons.len(), last.len(), "each person once");
    assert_eq!(held["connections"].as_array().unwrap().len(), 1);
}

/// The counters of every account equal its rows.
pub async fn counters_are_right(database: &str) {
    let pool = database::open(database).await;
    let wrong: Vec<String> = sqlx::query_scalar(
        "SELECT l.account FROM account_queues l CROSS JOIN LATERAL \
         (SELECT count(*) FILTER (WHERE state = 'held') AS held, \
         count(*) FILTER (WHERE state = 'waiting') AS waiting, \
         count(*) FILTER (WHERE state = 'sent') AS sent, \
         count(*) FILTER (WHERE state = 'failed') AS failed \
         FROM outbox o WHERE o.account = l.account) r \
         WHERE (l.held, l.waiting, l.sent, l.failed) <> (r.held, r.waiting, r.sent, r.failed)",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(wrong, [] as [String; 0], "counters differ from the rows");
    pool.close().await;
}

async fn get(url: &str) -> Value {
    reqwest::get(url).await.unwrap().json().await.unwrap()
}
