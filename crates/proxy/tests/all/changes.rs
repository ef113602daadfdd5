//! `PUT /api/v1/accounts/{id}`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Proxy};

fn change() -> Value {
    json!({
        "description": "Nuovo", "platform": "activecampaign", "account_name": "negozio",
        "api_key": "keep", "ecommerce": {"orders": true, "abandoned_carts": true},
    })
}

#[tokio::test]
async fn a_change_is_answered_with_what_is_stored_now() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let answer = shop.change(&path, "\"1\"", &change()).await;
    let account = answer.expect(200);
    assert_eq!(answer.header("etag"), "\"2\"");
    assert_eq!(account["description"], "Nuovo");
    assert_eq!(account["ecommerce"], change()["ecommerce"]);
    assert_eq!(account["api_key"]["last4"], "6789");
    assert_eq!(shop.get(&path).await.expect(200), account);
}

#[tokio::test]
async fn ecommerce_left_out_stays_as_it_is() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.change(&path, "\"1\"", &change()).await.expect(200);
    let mut without = change();
    without.as_object_mut().unwrap().remove("ecommerce");
    let account = shop.change(&path, "\"2\"", &without).await.expect(200);
    assert_eq!(account["ecommerce"], change()["ecommerce"]);
}

#[tokio::test]
async fn nothing_is_overwritten_in_silence() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.change(&path, "\"1\"", &change()).await.expect(200);
    let mut late = change();
    late["description"] = "Altro".into();
    shop.change(&path, "\"1\"", &late)
        .await
        .problem(412, "changed");
    assert_eq!(shop.get(&path).await.expect(200)["description"], "Nuovo");

    shop.put(&format!("{path}/enabled"), &json!({"enabled": false}))
        .await
        .expect(200);
    shop.change(&path, "\"2\"", &late)
        .await
        .problem(412, "changed");
}

#[tokio::test]
async fn of_two_people_saving_at_the_same_moment_one_is_told() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let body = change();
    let saves = (0..8).map(|_| shop.change(&path, "\"1\"", &body));
    let answers = futures_util::future::join_all(saves).await;
    let won = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(won.count(), 1);
    for told in answers.iter().filter(|answer| answer.status != 200) {
        told.problem(412, "changed");
    }
}

#[tokio::test]
async fn a_change_says_what_it_has_read() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.put(&path, &change())
        .await
        .problem(428, "if_match_required");
    for unreadable in ["1", "\"1", "", "\"1\", 2", "**", "w/\"1\""] {
        shop.change(&path, unreadable, &change())
            .await
            .problem(400, "malformed_request");
    }
    for stale in ["\"0\"", "\"01\"", "W/\"2\"", "\"8\", \"9\""] {
        shop.change(&path, stale, &change())
            .await
            .problem(412, "changed");
    }
    // Weak tags too: a compressing reverse proxy makes tags weak.
    for current in ["\"1\"", "\"7\", \"2\"", "W/\"3\"", "\"7,8\" , W/\"4\"", "*"] {
        shop.change(&path, current, &change()).await.expect(200);
    }
}

#[tokio::test]
async fn changing_the_account_name_asks_for_the_key_again() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let mut other = change();
    other["account_name"] = "altro".into();
    let answer = shop.change(&path, "\"1\"", &other).await;
    assert_eq!(answer.fields(), ["/api_key key_needed_for_new_name"]);
    other["api_key"] = json!({"replace": "abcdefghijkl"});
    let account = shop.change(&path, "\"1\"", &other).await.expect(200);
    assert_eq!(account["account_name"], "altro");
    assert_eq!(account["api_key"]["last4"], "ijkl");
}

#[tokio::test]
async fn the_platform_cannot_be_changed_once_saved() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let mut other = change();
    other["platform"] = "telegram".into();
    let answer = shop.change(&path, "\"1\"", &other).await;
    assert_eq!(answer.fields(), ["/platform platform_fixed"]);
}

#[tokio::test]
async fn a_refused_change_leaves_everything_as_it_was() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    let before = shop.get(&path).await;
    let mut wrong = change();
    wrong["description"] = " ".into();
    shop.change(&path, "\"1\"", &wrong).await.fields();
    let after = Answer::read(shop.request(Method::GET, &path).send().await.unwrap()).await;
    assert_eq!(after.text, before.text);
    assert_eq!(after.header("etag"), before.header("etag"));
}
