//! What the merchant does and sees in the panel.

use serde_json::{Value, json};

use super::{SITE, World, eventually};
use crate::support::Shop;

impl World {
    /// Sets *Abilita Ordini* and *Abilita Carrelli Abbandonati*.
    pub async fn choose(&self, orders: bool, carts: bool) {
        let mut update = self.as_update().await;
        update["ecommerce"] = json!({ "orders": orders, "abandoned_carts": carts });
        self.save(&update).await;
    }

    pub async fn as_update(&self) -> Value {
        let read = self.merchant().get(&self.account).await.expect(200);
        json!({
            "description": read["description"], "platform": "activecampaign",
            "account_name": read["account_name"], "api_key": "keep",
        })
    }

    pub async fn save(&self, update: &Value) {
        let merchant = self.merchant();
        let etag = merchant.get(&self.account).await.header("etag").to_owned();
        let saved = merchant.change(&self.account, &etag, update).await;
        saved.expect(200);
    }

    pub async fn enable(&self, enabled: bool) {
        let path = format!("{}/enabled", self.account);
        let body = json!({ "enabled": enabled });
        self.merchant().put(&path, &body).await.expect(200);
    }

    pub fn merchant(&self) -> Shop<'_> {
        self.proxy.shop(SITE)
    }

    pub async fn transfers(&self) -> Value {
        self.transfers_where("").await
    }

    pub async fn transfers_where(&self, query: &str) -> Value {
        let path = format!("{}/transfers{query}", self.account);
        self.merchant().get(&path).await.expect(200)
    }

    pub async fn retry(&self, body: Value) -> Value {
        let path = format!("{}/transfers/retry", self.account);
        self.merchant().post(&path, &body).await.expect(200)
    }

    /// Waits until the counter has this value.
    pub async fn until(&self, counter: &str, expected: i64) {
        let what = format!("{expected} {counter}");
        eventually(&what, async || {
            let transfers = self.transfers().await;
            (transfers["counters"][counter] == expected).then_some(())
        })
        .await;
    }

    /// Waits until everything was sent.
    pub async fn until_sent(&self) {
        self.until("waiting", 0).await;
    }

    pub async fn log(&self, query: &str) -> Value {
        let path = format!("/api/v1/log{query}");
        self.merchant().get(&path).await.expect(200)
    }

    /// The newest log entry. It is written after the state that it reports, so this waits for one.
    pub async fn newest_entry(&self, query: &str) -> Value {
        eventually("an entry of the log", async || {
            self.log(query).await["entries"].get(0).cloned()
        })
        .await
    }
}
