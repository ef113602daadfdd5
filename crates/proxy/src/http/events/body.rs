use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use contract::{
    FieldCode, FieldError,
    event::{ItemCode, ItemError, MAX_ITEMS, store},
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
        let text = json::well_formed(&self.0)?;
        // An object can also be read from a list of its values; nobody may rely on it.
        if text.trim_start().starts_with('[') {
            let wrong = FieldError::new("", FieldCode::WrongType);
            return Err(Error::InvalidFields(vec![wrong]));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path: Vec<_> = error.path().iter().collect();
            json::refusal(&path, error.inner())
        })
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
    json::typed(raw.get()).map_err(|error| match error {
        Error::InvalidFields(errors) => errors
            .into_iter()
            .map(|error| ItemError {
                pointer: error.pointer,
                code: match error.code {
                    FieldCode::Required => ItemCode::Required,
                    FieldCode::UnknownField => ItemCode::UnknownField,
                    FieldCode::DuplicateField => ItemCode::DuplicateField,
                    _ => ItemCode::WrongType,
                },
            })
            .collect(),
        // It was JSON when the batch was read.
        _ => vec![ItemError {
            pointer: String::new(),
            code: ItemCode::WrongType,
        }],
    })
}

/// The checked form of an item, as it is stored.
pub(super) fn payload<T: Serialize>(item: &T) -> Result<String, Vec<ItemError>> {
    // No item that was checked fails to be written.
    store(item).map_err(|_| {
        vec![ItemError {
            pointer: String::new(),
            code: ItemCode::WrongType,
        }]
    })
}
