//! *Diagnosi*: what support asks for, in one click; nothing of a customer in it.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::{
    support::Setup,
    world::{KEY, NAME, SITE, World, order_of, sandbox},
};

fn path(account: &str) -> String {
    format!("{account}/diagnosis")
}

async fn diagnosis(world: &World) -> Value {
    world
        .merchant()
        .get(&path(&world.account))
        .await
        .expect(200)
}

fn steps(diagnosis: &Value) -> Vec<(&str, &str)> {
    let steps = diagnosis["reach"].as_array().unwrap().iter();
    steps
        .map(|it| {
            (
                it["step"].as_str().unwrap(),
                it["outcome"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn it_says_what_support_asks_for_and_nothing_of_a_customer_and_no_key() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("1", "giulia@bad.example")]).await;
    world.until("failed", 1).await;
    world.merchant().test(&world.account).await;
    let found = diagnosis(&world).await;
    assert_eq!(found["site"], SITE);
    assert_eq!(found["account_name"], NAME);
    assert_eq!(found["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(found["host"], "127.0.0.1");
    assert_eq!(
        found["ecommerce"],
        json!({ "orders": true, "abandoned_carts": true })
    );
    assert_eq!(found["last_test"]["outcome"], "ok");
    assert_eq!(
        (&found["outcome"], &found["counters"]["failed"]),
        (&json!("ok"), &json!(1))
    );
    let difference = found["clock_difference_seconds"].as_i64().unwrap();
    assert!((-2..=2).contains(&difference), "{difference}");
    let error = &found["last_errors"][0];
    assert_eq!(error["code"], "order_refused");
    assert!(error["request_id"].is_string(), "{error}");
    let expected = [
        ("name", "not_needed"),
        ("connection", "ok"),
        ("certificate", "not_needed"),
        ("answer", "ok"),
    ];
    assert_eq!(steps(&found), expected);
    assert_eq!(found["reach"][3]["details"], "HTTP 200");

    let test = &world.merchant().get(&world.account).await.expect(200)["last_test"];
    let user = test["user"]["email"].as_str().unwrap();
    let text = found.to_string().to_lowercase();
    let last4 = &KEY[KEY.len() - 4..];
    for secret in ["giulia", "rossi", "bad.example", user, KEY, last4, "n-1"] {
        let secret = secret.to_lowercase();
        assert!(!text.contains(&secret), "{secret} is in {text}");
    }
}

#[tokio::test]
async fn it_says_at_which_step_the_way_to_activecampaign_ends() {
    let sandbox = sandbox(None).await;
    // Nobody listens on the one port; on the other somebody does who knows no TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let plain = format!("https://127.0.0.1:{port}/{{account}}");
    let ways = [
        (
            "http://127.0.0.1:9/{account}",
            ["not_needed", "failed", "not_tried", "not_tried"],
        ),
        (plain.as_str(), ["not_needed", "ok", "failed", "not_tried"]),
    ];
    for (url, expected) in ways {
        let setup = Setup::new().with("activecampaign-url", url);
        let world = World::with(setup, sandbox.clone()).await;
        let found = diagnosis(&world).await;
        let outcomes: Vec<&str> = steps(&found).iter().map(|(_, outcome)| *outcome).collect();
        assert_eq!(outcomes, expected, "{url}");
        assert_eq!(found["outcome"], json!(null));
        assert_eq!(found["clock_difference_seconds"], json!(null));
    }
}

#[tokio::test]
async fn it_may_be_asked_for_as_often_as_a_test_and_by_its_own_site_alone() {
    let world = World::open().await;
    let other = world.proxy.shop("another");
    other.get(&path(&world.account)).await.expect(404);
    for _ in 0..10 {
        diagnosis(&world).await;
    }
    let answer = world.merchant().get(&path(&world.account)).await;
    assert_eq!(answer.status, 429);
}
