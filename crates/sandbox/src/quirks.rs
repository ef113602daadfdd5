//! Configurable deviations in the areas where ActiveCampaign's responses are known to vary.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{dates, envelope::NamesMissing, reserved::Behaviour};

/// The quirks of an account; by default it behaves as documented.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quirks {
    /// The behaviour in place of 404 and 422 `related_missing`.
    missing_as: Option<Behaviour>,
    /// Filters have no effect.
    loose_filters: bool,
    /// Ids, dates and totals are numbers; lists begin with invalid rows; the response to an update
    /// is empty.
    odd: bool,
}

impl Quirks {
    /// Changes the request before its resource receives it.
    pub fn of_request(self, request: &mut Request) {
        if !self.loose_filters {
            return;
        }
        let uri = request.uri();
        let kept = uri.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = kept.filter(|part| !part.starts_with("filters")).collect();
        let loose = format!("{}?{}", uri.path(), kept.join("&"));
        if let Ok(loose) = loose.parse::<Uri>() {
            *request.uri_mut() = loose;
        }
    }

    /// Changes the response to a call of a kind.
    pub async fn of_answer(self, kind: &str, answer: Response) -> Response {
        match self.missing_as {
            Some(behaviour) if answer.extensions().get::<NamesMissing>().is_some() => {
                behaviour.answer().await
            }
            _ if self.odd && answer.status().is_success() => odd(kind, answer).await,
            _ => answer,
        }
    }
}

async fn odd(kind: &str, answer: Response) -> Response {
    if kind.starts_with("PUT ") || kind == "POST contactTags" {
        return StatusCode::OK.into_response();
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if let Some(fields) = value.as_object_mut().filter(|it| it.contains_key("meta")) {
        for rows in fields.values_mut().filter_map(Value::as_array_mut) {
            rows.splice(0..0, [json!("odd"), json!({ "id": null, "email": [] })]);
        }
    }
    as_numbers(&mut value);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(value.to_string()))
}

/// Converts dates and texts with digits to numbers, at any depth.
fn as_numbers(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_numbers),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| {
            let text = value.as_str().unwrap_or_default();
            let number = match name.as_str() {
                "id" | "connectionid" | "externalid" | "total" => text.parse().ok(),
                "cdate" => dates::parse(text).map(|date| date.as_second()),
                _ => None,
            };
            match number {
                Some(number) => *value = json!(number),
                None => as_numbers(value),
            }
        }),
        _ => {}
    }
}
