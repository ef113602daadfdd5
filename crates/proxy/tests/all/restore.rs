//! `POST /api/v1/accounts/{id}/restore`: a deleted account comes back for a day, and is gone then.

use proxy::rotation::rotate_key;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Api, Proxy, Setup, Shop, database, new_account, sandbox};

const ACCOUNTS: &str = "/api/v1/accounts";
const NEW_KEY: &str = "//////////////////////////////////////////8=";
const OLD_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

impl Shop<'_> {
    async fn delete(&self, account: &str) {
        self.send(Method::DELETE, account).await.expect(204);
    }

    async fn restore(&self, account: &str) -> crate::support::Answer {
        self.send(Method::POST, &format!("{account}/restore")).await
    }

    /// The deleted accounts that the list offers.
    async fn restorable(&self) -> Vec<Value> {
        let list = self.get(ACCOUNTS).await.expect(200);
        let deleted = list.get("deleted").and_then(Value::as_array);
        deleted.cloned().unwrap_or_default()
    }
}

/// Lets the day of every deleted account be over.
async fn a_day_later(proxy: &Proxy) {
    let pool = database::open(&proxy.database_url()).await;
    let past = "UPDATE accounts SET restorable_until = '2026-01-01T00:00:00.000Z' \
                WHERE restorable_until IS NOT NULL";
    let done = sqlx::query(past).execute(&pool).await.unwrap();
    assert!(done.rows_affected() > 0);
    pool.close().await;
}

#[tokio::test]
async fn a_deleted_account_is_offered_and_restored_as_it_was() {
    let api = Api::start(|_| "{}").await;
    let setup = Setup::new().with("activecampaign-url", &api.url());
    let proxy = setup.start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "the-key-of-the-merchant").await;
    let mut update = new_account();
    update["api_key"] = json!("keep");
    update["ecommerce"] = json!({"orders": true, "abandoned_carts": false});
    shop.change(&path, "\"1\"", &update).await.expect(200);
    shop.test(&path).await;
    let before = shop.get(&path).await.expect(200);

    shop.delete(&path).await;
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list["accounts"], json!([]));
    let [offered] = shop.restorable().await.try_into().unwrap();
    assert_eq!(offered["id"], before["id"]);
    assert_eq!(offered["description"], "Negozio");
    let time = |field: &str| offered[field].as_str().unwrap().parse::<jiff::Timestamp>();
    let day = time("restorable_until")
        .unwrap()
        .duration_since(time("deleted_at").unwrap());
    assert_eq!(day.as_hours(), 24);
    let first_view = shop.get("/api/v1/first-view").await.expect(200);
    assert_eq!(first_view["accounts"]["deleted"], json!([offered]));

    let restored = shop.restore(&path).await;
    assert_eq!(restored.expect(200), before);
    assert_eq!(
        shop.get(&path).await.header("etag"),
        restored.header("etag")
    );
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list, json!({"accounts": [before]}));
    shop.test(&path).await;
    let call = api.calls().pop().unwrap();
    assert_eq!(call.headers["api-token"], "the-key-of-the-merchant");
}

#[tokio::test]
async fn restoring_is_logged_once_and_needs_the_account_s_own_site() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.delete(&path).await;
    let stranger = proxy.shop("b");
    stranger.restore(&path).await.problem(404, "not_found");
    assert_eq!(stranger.restorable().await, [] as [Value; 0]);

    shop.restore(&path).await.expect(200);
    shop.restore(&path).await.expect(200);
    let log = shop.get("/api/v1/log?order=asc").await.expect(200);
    let entries = log["entries"].as_array().unwrap().iter();
    let codes: Vec<&str> = entries.map(|it| it["code"].as_str().unwrap()).collect();
    let expected = ["account_created", "account_deleted", "account_restored"];
    assert_eq!(codes, expected);
    assert_eq!(log["entries"][2]["params"], json!({"user": "mario"}));
    let nowhere = format!("{ACCOUNTS}/0193b3a5-0000-7000-8000-000000000001");
    shop.restore(&nowhere).await.problem(404, "not_found");
}

#[tokio::test]
async fn an_account_that_was_replaced_comes_back_when_the_other_one_is_deleted() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let first = shop.save("negozio", "0123456789").await;
    shop.delete(&first).await;
    let second = shop.save("bottega", "0123456789").await;

    let refused = shop.restore(&first).await;
    let problem = refused.problem(409, "platform_already_configured");
    let other = problem["account_id"].as_str().unwrap();
    assert_eq!(second, format!("{ACCOUNTS}/{other}"));
    assert_eq!(shop.restorable().await.len(), 1);

    shop.delete(&second).await;
    // The last one first.
    let offered = shop.restorable().await;
    assert_eq!((offered.len(), &offered[0]["id"]), (2, &json!(other)));
    shop.restore(&first).await.expect(200);
    shop.restore(&second)
        .await
        .problem(409, "platform_already_configured");
}

#[tokio::test]
async fn after_a_day_it_is_not_offered_any_more_and_nothing_of_it_is_kept() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    shop.delete(&path).await;
    a_day_later(&proxy).await;
    shop.restore(&path).await.problem(404, "not_found");
    assert_eq!(shop.restorable().await, [] as [Value; 0]);

    // A starting proxy deletes what is left.
    let proxy = Setup::within(proxy.stop().await).start().await;
    let pool = database::open(&proxy.database_url()).await;
    let began = std::time::Instant::now();
    loop {
        let left = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM accounts");
        if left.fetch_one(&pool).await.unwrap() == 0 {
            break;
        }
        assert!(began.elapsed().as_secs() < 20, "the account is still there");
        tokio::task::yield_now().await;
    }
    pool.close().await;
}

#[tokio::test]
async fn a_key_rotation_reaches_a_deleted_account() {
    let url = sandbox().await;
    let proxy = Setup::new().with("activecampaign-url", &url).start().await;
    let path = proxy.shop("a").save("negozio", "a-good-key").await;
    proxy.shop("a").delete(&path).await;
    let both = Setup::within(proxy.stop().await)
        .with("activecampaign-url", &url)
        .with("encryption-key", NEW_KEY)
        .with("encryption-key-previous", OLD_KEY);
    let rotated = rotate_key(&both.config().unwrap()).await.unwrap();
    assert_eq!((rotated.accounts, rotated.forgotten), (1, 1));

    let dir = both.start().await.stop().await;
    let after = Setup::within(dir)
        .with("activecampaign-url", &url)
        .with("encryption-key", NEW_KEY);
    let proxy = after.start().await;
    proxy.shop("a").restore(&path).await.expect(200);
    assert_eq!(proxy.shop("a").test(&path).await["outcome"], "ok");
}
