//! The common formats of responses: errors, lists and pages.

use std::collections::HashMap;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// A refused call.
#[derive(Debug)]
pub enum Refusal {
    /// 400: the body has the wrong format.
    Malformed(String),
    /// 403 as `{"message"}`.
    Forbidden(&'static str),
    /// 404 as `{"message"}`.
    NotFound(String),
    /// 404 as `{"errors"}`, the format of `contactTags`.
    RelatedNotFound(&'static str),
    /// 422: a field breaks a rule.
    Field(Problem),
}

/// The error of a field.
#[derive(Debug)]
pub struct Problem {
    code: &'static str,
    field: String,
    title: String,
}

impl Refusal {
    /// The id does not exist.
    pub fn unknown(kind: &str, id: impl std::fmt::Display) -> Self {
        Self::NotFound(format!("No Result found for {kind} with id {id}"))
    }

    /// A required field is missing.
    pub fn missing(field: &str) -> Self {
        Self::field("field_missing", field, format!("The {field} is required"))
    }

    /// The value of a field is invalid.
    pub fn invalid(field: &str, why: &str) -> Self {
        Self::field(
            "field_invalid",
            field,
            format!("The {field} is not valid: {why}"),
        )
    }

    /// Another record has the same value.
    pub fn duplicate(field: &str, title: &str) -> Self {
        Self::field("duplicate", field, title.to_owned())
    }

    /// A field refers to a record that does not exist.
    pub fn related_missing(field: &str) -> Self {
        Self::field(
            "related_missing",
            field,
            format!("The related {field} does not exist"),
        )
    }

    /// The e-mail address is not accepted.
    pub fn email_invalid() -> Self {
        Self::field(
            "email_invalid",
            "email",
            "Email address is not valid".to_owned(),
        )
    }

    fn field(code: &'static str, field: &str, title: String) -> Self {
        Self::Field(Problem {
            code,
            field: field.to_owned(),
            title,
        })
    }
}

/// Marks the response to a call that refers to a missing record.
#[derive(Clone, Copy)]
pub struct NamesMissing;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let names_missing = match &self {
            Self::NotFound(_) | Self::RelatedNotFound(_) => true,
            Self::Field(problem) => problem.code == "related_missing",
            Self::Malformed(_) | Self::Forbidden(_) => false,
        };
        let (status, body) = match self {
            Self::Malformed(message) => (StatusCode::BAD_REQUEST, json!({ "message": message })),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, json!({ "message": message })),
            Self::NotFound(message) => (StatusCode::NOT_FOUND, json!({ "message": message })),
            Self::RelatedNotFound(detail) => (
                StatusCode::NOT_FOUND,
                json!({ "errors": [{ "status": 404, "title": "Not Found", "detail": detail }] }),
            ),
            Self::Field(Problem { code, field, title }) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                json!({ "errors": [{
                    "title": title,
                    "detail": "",
                    "code": code,
                    "source": { "pointer": format!("/data/attributes/{field}") },
                }] }),
            ),
        };
        let mut response = (status, Json(body)).into_response();
        if names_missing {
            response.extensions_mut().insert(NamesMissing);
        }
        response
    }
}

/// The query of a list: filters and page.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub struct ListQuery(HashMap<String, String>);

/// ActiveCampaign: a list returns 20 rows by default, and at most 100.
const DEFAULT_LIMIT: usize = 20;
const MAX_LIMIT: usize = 100;

impl ListQuery {
    /// `filters[name]=…`.
    pub fn filter(&self, name: &str) -> Option<&str> {
        self.get(&format!("filters[{name}]"))
    }

    /// `name=…`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether `value` matches the filter with this name; without the filter every value matches.
    pub fn admits(&self, name: &str, value: &str) -> bool {
        self.filter(name).is_none_or(|wanted| wanted == value)
    }

    /// One page of `rows` under `name`, with the total number of rows.
    pub fn page<T>(
        &self,
        name: &str,
        rows: impl Iterator<Item = T>,
        show: impl Fn(T) -> Value,
    ) -> Response {
        let limit = self.number("limit").unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let offset = self.number("offset").unwrap_or(0);
        let mut total = 0;
        let mut shown = Vec::new();
        for (position, row) in rows.enumerate() {
            total = position + 1;
            if position >= offset && shown.len() < limit {
                shown.push(show(row));
            }
        }
        Json(json!({ name: shown, "meta": { "total": total.to_string() } })).into_response()
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }
}
