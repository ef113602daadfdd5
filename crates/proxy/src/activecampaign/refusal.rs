use contract::transfer::FailureCode;
use reqwest::StatusCode;
use serde_json::Value;

use super::answer::Answer;

/// Maximum length of a stored error message, in characters.
const MAX_WORDS: usize = 500;

/// A refusal by ActiveCampaign and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: FailureCode,
    /// ActiveCampaign's message; the status when there is none.
    pub words: String,
    /// The HTTP status; `None` when there is no response.
    pub status: Option<u16>,
    /// `X-Request-Id`, which ActiveCampaign's support uses to find the request.
    pub request_id: Option<String>,
}

impl Refusal {
    /// Reads the refusal in a response.
    pub(super) fn read(answer: &Answer) -> Self {
        let body: Value = answer.json().unwrap_or_default();
        let code = body
            .pointer("/errors/0/code")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Self {
            code: match code {
                "email_invalid" => FailureCode::EmailRefused,
                "field_missing" => FailureCode::FieldMissing,
                "field_invalid" => FailureCode::FieldInvalid,
                "duplicate" => FailureCode::Duplicate,
                "related_missing" => FailureCode::RelatedMissing,
                _ => of_status(answer),
            },
            words: Some(words(&body))
                .filter(|words| !words.is_empty())
                .or_else(|| answer.page_title().map(|title| shortened(&title)))
                .unwrap_or_else(|| answer.status.to_string()),
            status: Some(answer.status.as_u16()),
            request_id: answer.request_id.clone(),
        }
    }

    /// An error without a response from ActiveCampaign.
    pub(super) fn without_response(code: FailureCode, words: &str) -> Self {
        Self {
            code,
            words: words.to_owned(),
            status: None,
            request_id: None,
        }
    }
}

/// The kind of refusal when the response contains no known code.
fn of_status(answer: &Answer) -> FailureCode {
    match answer.status {
        StatusCode::NOT_FOUND => FailureCode::RelatedMissing,
        StatusCode::PAYLOAD_TOO_LARGE => FailureCode::TooLarge,
        status if status.is_server_error() || answer.is_html() => FailureCode::ServerError,
        status if status.is_success() || status.is_redirection() => FailureCode::ServerError,
        _ => FailureCode::Refused,
    }
}

/// The readable texts of an error response, in any format: titles, details and messages.
fn words(body: &Value) -> String {
    let text = |value: Option<&Value>| -> Option<String> {
        let text = value?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let mut found: Vec<String> = Vec::new();
    found.extend(text(body.get("message")));
    found.extend(text(body.get("error")));
    match body.get("errors") {
        Some(Value::Array(errors)) => {
            for error in errors {
                found.extend(text(Some(error)));
                found.extend(text(error.get("title")));
                found.extend(text(error.get("detail")));
            }
        }
        other => found.extend(text(other)),
    }
    shortened(&found.join(" · "))
}

fn shortened(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_WORDS)
        .collect()
}
