//! `GET` and `POST /api/v1/accounts`, `GET`, `DELETE` and `enabled` of one.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Proxy, SECRET, Setup, claims, new_account, sign};

const ACCOUNTS: &str = "/api/v1/accounts";

#[tokio::test]
async fn an_empty_list_is_a_list() {
    let proxy = Proxy::start().await;
    let list = proxy.shop("a").get(ACCOUNTS).await.expect(200);
    assert_eq!(list, json!({"accounts": []}));
}

#[tokio::test]
async fn a_new_account_sends_nothing_until_it_is_set_and_shows_four_characters_of_its_key() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let mut new = new_account();
    new["account_name"] = " https://Negozio.api-us1.com/ ".into();

    let answer = shop.post(ACCOUNTS, &new).await;
    let mut account = answer.expect(201);
    assert_eq!(answer.header("etag"), "\"1\"");
    let id = account["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("{ACCOUNTS}/{id}"));
    for time in ["created_at", "updated_at"] {
        let text = account[time].take();
        text.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        assert!(text.as_str().unwrap().ends_with('Z'));
    }
    assert_eq!(
        account,
        json!({
            "id": id, "description": "Negozio", "platform": "activecampaign",
            "account_name": "negozio", "api_key": {"stored": true, "last4": "cdef"},
            "enabled": true, "ecommerce": {"orders": false, "abandoned_carts": false},
            "last_test": null, "created_at": null, "updated_at": null,
        })
    );
}

#[tokio::test]
async fn an_api_host_that_the_operator_allows_is_remembered_and_another_is_refused() {
    let setup = Setup::new().with("activecampaign-hosts", "api-eu1.com");
    let proxy = setup.start().await;
    let shop = proxy.shop("a");
    let platforms = shop.get("/api/v1/platforms").await.expect(200);
    assert_eq!(
        platforms["platforms"][0]["api_domains"],
        json!(["api-eu1.com"])
    );

    let mut new = new_account();
    new["account_name"] = "https://negozio.api-ca1.com".into();
    let refused = shop.post(ACCOUNTS, &new).await;
    assert_eq!(refused.fields(), ["/account_name api_host_not_enabled"]);
    new["account_name"] = "https://Negozio.api-EU1.com/".into();
    let account = shop.post(ACCOUNTS, &new).await.expect(201);
    assert_eq!(account["account_name"], "negozio");
    assert_eq!(account["api_domain"], "api-eu1.com");

    // Written as it is read, the account keeps its domain; at another one it needs another key.
    let path = format!("{ACCOUNTS}/{}", account["id"].as_str().unwrap());
    let mut update = json!({
        "description": "Bottega", "platform": "activecampaign", "account_name": "negozio",
        "api_key": "keep",
    });
    let kept = shop.change(&path, "\"1\"", &update).await.expect(200);
    assert_eq!(kept["api_domain"], "api-eu1.com");
    update["account_name"] = "negozio.api-us1.com".into();
    let refused = shop.change(&path, "\"2\"", &update).await;
    assert_eq!(refused.fields(), ["/api_key key_needed_for_new_name"]);
    update["api_key"] = json!({"replace": "another-key"});
    let moved = shop.change(&path, "\"2\"", &update).await.expect(200);
    assert_eq!(moved.get("api_domain"), None);
}

#[tokio::test]
async fn an_account_reads_the_same_alone_and_in_the_list() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let alone = shop.get(&path).await;
    assert_eq!(alone.header("etag"), "\"1\"");
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list["accounts"], json!([alone.expect(200)]));
}

#[tokio::test]
async fn a_site_has_one_activecampaign_account_and_another_site_has_its_own() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let second = proxy.shop("a").post(ACCOUNTS, &new_account()).await;
    let problem = second.problem(409, "platform_already_configured");
    assert_eq!(
        path,
        format!("{ACCOUNTS}/{}", problem["account_id"].as_str().unwrap())
    );
    proxy.shop("b").save("negozio", "0123456789").await;
}

#[tokio::test]
async fn of_people_saving_at_the_same_moment_one_wins_and_the_others_are_told() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let new = new_account();
    let answers = futures_util::future::join_all((0..8).map(|_| shop.post(ACCOUNTS, &new))).await;
    let won: Vec<Value> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.expect(201))
        .collect();
    assert_eq!(won.len(), 1);
    for told in answers.iter().filter(|answer| answer.status != 201) {
        let problem = told.problem(409, "platform_already_configured");
        assert_eq!(problem["account_id"], won[0]["id"]);
    }
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list["accounts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_platform_without_its_module_cannot_be_chosen() {
    let proxy = Proxy::start().await;
    let shop = without_modules(&proxy);
    let answer = shop.post(ACCOUNTS, &new_account()).await;
    assert_eq!(answer.fields(), ["/platform module_inactive"]);
}

#[tokio::test]
async fn an_account_whose_module_was_switched_off_stays_and_can_be_changed_and_deleted() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let shop = without_modules(&proxy);

    shop.get(&path).await.expect(200);
    shop.put(&format!("{path}/enabled"), &json!({"enabled": false}))
        .await
        .expect(200);
    shop.test(&path).await;
    shop.send(Method::DELETE, &path).await.expect(204);
}

fn without_modules(proxy: &Proxy) -> crate::support::Shop<'_> {
    let mut claims = claims("a");
    claims["modules"] = json!(["clerk_io"]);
    proxy.with_token(&sign(&claims, SECRET))
}

#[tokio::test]
async fn switching_off_and_on_keeps_the_settings() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let enabled = format!("{path}/enabled");
    let before = shop.get(&path).await.expect(200);

    let off = shop.put(&enabled, &json!({"enabled": false})).await;
    assert_eq!(off.expect(200)["enabled"], false);
    assert_eq!(off.header("etag"), "\"2\"");
    let again = shop.put(&enabled, &json!({"enabled": false})).await;
    assert_eq!(again.header("etag"), "\"2\"", "nothing changed");

    let mut on = shop
        .put(&enabled, &json!({"enabled": true}))
        .await
        .expect(200);
    on["updated_at"] = before["updated_at"].clone();
    assert_eq!(on, before);
}

#[tokio::test]
async fn a_deleted_account_is_gone_and_makes_room_for_another() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.send(Method::DELETE, &path).await.expect(204);
    for method in [Method::GET, Method::DELETE] {
        shop.send(method, &path).await.problem(404, "not_found");
    }
    shop.save("negozio", "0123456789").await;
}

#[tokio::test]
async fn an_account_of_another_site_is_not_there_whatever_is_asked() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let stranger = proxy.shop("b");
    stranger.get(&path).await.problem(404, "not_found");
    stranger
        .put(&path, &json!({}))
        .await
        .problem(404, "not_found");
    stranger
        .send(Method::DELETE, &path)
        .await
        .problem(404, "not_found");
    let test = format!("{path}/connection-test");
    stranger
        .send(Method::POST, &test)
        .await
        .problem(404, "not_found");
    proxy.shop("a").get(&path).await.expect(200);
}
