use axum::{
    Extension, Json, Router, body::Bytes, extract::Query, http::StatusCode, response::Response,
    routing::get,
};
use serde_json::{Value, json};

use super::Tag;
use crate::{
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::api,
    state::Account,
};

pub fn routes() -> Router {
    Router::new().route(&api("tags"), get(list).post(create))
}

/// ActiveCampaign: `search` matches substrings, so clients must compare the names.
async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let search = query.get("search").unwrap_or_default().to_lowercase();
    let account = account.lock();
    let rows = account
        .data
        .tags
        .table
        .iter()
        .filter(|(_, row)| row.name.to_lowercase().contains(&search));
    query.page("tags", rows, |(id, row)| row.show(id))
}

async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let tag = Tag::parse(&Fields::open(&body, "tag")?)?;
    let shown = account.lock().data.tags.insert(tag)?;
    Ok((StatusCode::CREATED, Json(json!({ "tag": shown }))))
}
