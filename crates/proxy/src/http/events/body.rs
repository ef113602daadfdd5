use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use contract::{
    FieldCode, FieldError,
    event::{ItemCode, ItemError, MAX_ITEMS},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{app::App, error::Error, http::json};

/// The body of a batch: JSON, larger than other bodies may be. What is in its list is read item by
/// item, so that a bad one refuses nobody else.
pub(in crate::http) struct Batch(Bytes);

impl FromRequest<App> for Batch {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        if !json::is_json(&request) {
            return Err(Error::NotJson);
        }
        json::read(request.into_body(), app.limits.events_body)
            .await
            .map(Self)
    }
}

impl Batch {
    /// The object that holds the list.
    pub fn open<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        let text = std::str::from_utf8(&self.0)
            .map_err(|_| Error::MalformedJson("it is not UTF-8".into()))?;
        // An object can also be read from a list of its values; nobody may rely on it.
        if text.trim_start().starts_with('[') {
            let wrong = FieldError::new("", FieldCode::WrongType);
            return Err(Error::InvalidFields(vec![wrong]));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let opened = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| json::refusal(error.path(), error.inner()))?;
        reader.end().map_err(|error| {
            Error::MalformedJson(format!("line {}, column {}", error.line(), error.column()))
        })?;
        Ok(opened)
    }
}

/// Whether a list has as many items as a batch may have.
pub(super) fn check_length(pointer: &str, items: &[&RawValue]) -> Result<(), Error> {
    let code = match items.len() {
        0 => FieldCode::Required,
        1..=MAX_ITEMS => return Ok(()),
        _ => FieldCode::TooLong,
    };
    Err(Error::InvalidFields(vec![FieldError::new(pointer, code)]))
}

/// One item as sent.
///
/// # Errors
/// What is wrong with its form, with a pointer that begins at the item.
pub(super) fn read_item<T>(raw: &RawValue) -> Result<T, Vec<ItemError>>
where
    T: DeserializeOwned + Serialize,
{
    let one = |pointer: String, code| vec![ItemError { pointer, code }];
    json::parse(raw.get().as_bytes()).map_err(|error| match error {
        Error::InvalidFields(errors) => errors
            .into_iter()
            .map(|error| ItemError {
                pointer: error.pointer,
                code: match error.code {
                    FieldCode::Required => ItemCode::Required,
                    FieldCode::UnknownField => ItemCode::UnknownField,
                    _ => ItemCode::WrongType,
                },
            })
            .collect(),
        // It was JSON when the batch was read, so what is malformed is a name that is there twice.
        _ => one(String::new(), ItemCode::DuplicateField),
    })
}
