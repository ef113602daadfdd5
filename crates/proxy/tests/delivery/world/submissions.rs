//! What the Passweb server submits.

use serde_json::{Value, json};

use super::{SITE, World};
use crate::support::{Answer, SECRET, Shop, claims, sign};

impl World {
    /// The Passweb server of the site.
    pub fn passweb(&self) -> Shop<'_> {
        self.proxy
            .with_token(&events_token(SITE, &["activecampaign"]))
    }

    /// Submits orders.
    pub async fn orders(&self, orders: &[Value]) -> Value {
        self.hand_over("orders", orders).await.expect(202)
    }

    /// Submits carts.
    pub async fn carts(&self, carts: &[Value]) -> Value {
        self.hand_over("carts", carts).await.expect(202)
    }

    pub async fn hand_over(&self, list: &str, items: &[Value]) -> Answer {
        let path = format!("/api/v1/events/{list}");
        self.passweb().post(&path, &json!({ list: items })).await
    }

    /// Submits the end of a synchronisation.
    pub async fn synchronise(&self, id: &str) -> Value {
        let ended = json!({ "id": id, "kind": "changes", "ended_at": "2026-05-04T12:00:00Z" });
        let path = "/api/v1/events/synchronisations";
        self.passweb().post(path, &ended).await.expect(202)
    }
}

pub fn events_token(site: &str, modules: &[&str]) -> String {
    let mut claims = claims(site);
    claims["aud"] = json!("events");
    claims["modules"] = json!(modules);
    sign(&claims, SECRET)
}
