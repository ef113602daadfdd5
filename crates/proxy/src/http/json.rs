use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
};
use axum_extra::headers::{ContentType, HeaderMapExt, Mime};
use contract::{FieldCode, FieldError};
use futures_util::StreamExt;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Value, error::Category};
use serde_path_to_error::{Path, Segment};

use crate::{app::App, error::Error};

/// A JSON body. What is wrong with it is said by a pointer to the field, never guessed away.
#[derive(Debug)]
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned + Serialize> FromRequest<App> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        if !is_json(&request) {
            return Err(Error::NotJson);
        }
        let bytes = read(request.into_body(), app.limits.body).await?;
        parse(&bytes).map(Self)
    }
}

pub(super) fn is_json(request: &Request) -> bool {
    request
        .headers()
        .typed_get::<ContentType>()
        .map(Mime::from)
        .is_some_and(|kind| kind.essence_str() == "application/json")
}

/// Reads up to `limit` bytes. A little more is read and dropped: a client that is still sending
/// when the connection closes would not see the answer.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Error> {
    const DRAINED: usize = 16;
    let (mut stream, mut bytes, mut seen) = (body.into_data_stream(), Vec::new(), 0_usize);
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|_| Error::MalformedRequest("the body did not arrive as announced"))?;
        seen = seen.saturating_add(chunk.len());
        if seen <= limit {
            bytes.extend_from_slice(&chunk);
        } else if seen > limit.saturating_mul(DRAINED) {
            break;
        }
    }
    match seen <= limit {
        true => Ok(bytes.into()),
        false => Err(Error::BodyTooLarge),
    }
}

pub(super) fn parse<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Error> {
    let malformed = |error: serde_json::Error| Error::MalformedJson(place(&error));
    let text =
        std::str::from_utf8(bytes).map_err(|_| Error::MalformedJson("it is not UTF-8".into()))?;
    // First whether it is JSON at all: only then does a field have a place.
    serde_json::from_str::<IgnoredAny>(text).map_err(malformed)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let typed = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| refusal(error.path(), error.inner()))?;
    if text.contains('[') {
        let sent = serde_json::from_str(text).map_err(malformed)?;
        let read = serde_json::to_value(&typed).map_err(malformed)?;
        list_for_object(&sent, &read, String::new())?;
    }
    Ok(typed)
}

/// serde takes `[true]` for `{"enabled": true}`, field by field in the order of our source. That
/// is a guess: a list must not stand where an object is meant.
fn list_for_object(sent: &Value, read: &Value, pointer: String) -> Result<(), Error> {
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => {
            let wrong = FieldError::new(&pointer, FieldCode::WrongType);
            Err(Error::InvalidFields(vec![wrong]))
        }
        (Value::Object(sent), Value::Object(read)) => sent
            .iter()
            .filter_map(|(key, sent)| Some((key, sent, read.get(key)?)))
            .try_for_each(|(key, sent, read)| {
                list_for_object(sent, read, format!("{pointer}/{}", escaped(key)))
            }),
        (Value::Array(sent), Value::Array(read)) => {
            sent.iter()
                .zip(read)
                .enumerate()
                .try_for_each(|(i, (sent, read))| {
                    list_for_object(sent, read, format!("{pointer}/{i}"))
                })
        }
        _ => Ok(()),
    }
}

/// serde tells what is wrong with a field only in the words of its own `de::Error`: "unknown
/// field", "missing field" and "duplicate field" are what its default methods write, and tests
/// hold them to that. All else is a value of another type.
pub(super) fn refusal(path: &Path, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    if error.classify() != Category::Data || text.starts_with("duplicate field") {
        return Error::MalformedJson(place(error));
    }
    let mut pointer = pointer(path);
    let code = if text.starts_with("unknown field") {
        FieldCode::UnknownField
    } else if let Some(rest) = text.strip_prefix("missing field `") {
        // The path ends at the object that lacks it.
        pointer.push('/');
        pointer.push_str(rest.split('`').next().unwrap_or_default());
        FieldCode::Required
    } else {
        FieldCode::WrongType
    };
    Error::InvalidFields(vec![FieldError::new(&pointer, code)])
}

/// Where it is, not what is there: the body may hold a key.
fn place(error: &serde_json::Error) -> String {
    let duplicate = match error.to_string().starts_with("duplicate field") {
        true => "a name is there twice, ",
        false => "",
    };
    format!(
        "{duplicate}line {}, column {}",
        error.line(),
        error.column()
    )
}

/// As a part of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// As a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Seq { index } => Some(format!("/{index}")),
            // A variant such as `replace` is a key of the JSON object.
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
