use serde_json::{Value, json};

use super::{STUCK, World};
use crate::{passweb, state::with};

impl World {
    /// Sends a request to a proxy until it succeeds.
    pub(super) fn ask(
        &mut self,
        method: &str,
        path: &str,
        site: usize,
        body: &Value,
        good: u16,
    ) -> Value {
        let end = self.now + STUCK;
        loop {
            assert!(self.now < end, "no answer to {method} {path}");
            let id = with(|state| state.next_id());
            let request = passweb::request(method, path, site, "panel", body, self.now);
            if self.hosts[0].request(id, request) {
                for _ in 0..2000 {
                    self.step();
                    let found = with(|state| {
                        let at = state
                            .responses
                            .iter()
                            .position(|response| response.0 == id)?;
                        Some(state.responses.swap_remove(at))
                    });
                    if let Some((_, status, body)) = found {
                        let text = String::from_utf8_lossy(&body);
                        assert_eq!(status, good, "{method} {path}: {text}");
                        return serde_json::from_slice(&body).unwrap();
                    }
                }
            }
            self.step();
        }
    }

    /// Creates the merchants' accounts.
    pub(super) fn set_up(&mut self) {
        let senders = std::mem::take(&mut self.senders);
        for site in 0..self.shape.sites {
            let mut account = json!({
                "description": "Negozio", "platform": "activecampaign",
                "account_name": format!("negozio{site}"),
                "api_key": { "replace": "0123456789abcdef" },
            });
            let saved = self.ask("POST", "/api/v1/accounts", site, &account, 201);
            let id = saved["id"].as_str().unwrap().to_owned();
            account["api_key"] = json!("keep");
            account["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
            self.ask(
                "PUT",
                &format!("/api/v1/accounts/{id}"),
                site,
                &account,
                200,
            );
            self.ids_of_accounts.push(id);
        }
        self.senders = senders;
    }
}
