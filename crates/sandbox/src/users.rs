//! `users/me`: the user of a key.

use axum::{Extension, Json, Router, routing::get};
use serde_json::{Value, json};

use crate::{paths::api, state::Account};

pub fn routes() -> Router {
    Router::new().route(&api("users/me"), get(me))
}

/// ActiveCampaign: every key belongs to a user; the sandbox has a single one.
async fn me(Extension(account): Extension<Account>) -> Json<Value> {
    let name = account.lock().name.clone();
    Json(json!({ "user": {
        "id": "1",
        "username": "owner",
        "firstName": "Olivia",
        "lastName": "Owner",
        "email": format!("owner@{name}.example"),
        "phone": "",
        "signature": null,
        "links": { "lists": format!("/{name}/api/3/users/1/lists") },
    } }))
}
