mod lists;
mod refusal;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use axum_extra::headers::{ContentType, HeaderMapExt, Mime};
use futures_util::StreamExt;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_path_to_error::Segment;

pub(super) use refusal::refusal;
use refusal::{pointer, wrong_type};

use crate::{error::Error, http::App};

/// A JSON body. Every error has a pointer to the field; no invalid value is guessed.
#[derive(Debug)]
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned + Serialize> FromRequest<App> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        if !is_json(&request) {
            return Err(Error::NotJson);
        }
        let mut bytes = Vec::new();
        let mut append = |part: &[u8]| {
            bytes.extend_from_slice(part);
            Ok(())
        };
        read(request.into_body(), app.limits.body, &mut append).await?;
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

/// Maximum number of bytes drained from an oversized body: a client that still sends when the
/// connection closes sees a reset instead of the response.
const DRAINED: usize = 64 * 1024 * 1024;

/// Reads up to `limit` bytes and passes each chunk on as it arrives.
pub(super) async fn read(
    body: Body,
    limit: usize,
    take: &mut (dyn FnMut(&[u8]) -> Result<(), Error> + Send),
) -> Result<(), Error> {
    let (mut stream, mut seen, mut taken) = (body.into_data_stream(), 0_usize, Ok(()));
    while let Some(part) = stream.next().await {
        let part =
            part.map_err(|_| Error::MalformedRequest("the body did not arrive as announced"))?;
        seen = seen.saturating_add(part.len());
        if seen > limit {
            taken = Err(Error::BodyTooLarge);
        } else if taken.is_ok() {
            taken = take(&part);
        }
        if seen > DRAINED {
            break;
        }
    }
    taken
}

/// The text of a body that is valid JSON. Checked first, so that a later error has a pointer.
pub(super) fn well_formed(bytes: &[u8]) -> Result<&str, Error> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Error::MalformedJson("it is not UTF-8".into()))?;
    serde_json::from_str::<IgnoredAny>(text).map_err(malformed)?;
    Ok(text)
}

pub(super) fn parse<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Error> {
    typed(well_formed(bytes)?)
}

/// Deserializes a text that is valid JSON.
pub(super) fn typed<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let typed: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path: Vec<&Segment> = error.path().iter().collect();
        match lists::to_the_list::<T>(&path) {
            Some(list) => wrong_type(&pointer(list)),
            None => refusal(&path, error.inner()),
        }
    })?;
    if text.contains('[') {
        let sent = serde_json::from_str(text).map_err(malformed)?;
        let read = serde_json::to_value(&typed).map_err(malformed)?;
        lists::check(&sent, &read, String::new())?;
    }
    Ok(typed)
}

/// The error names the position, not the content: the body may contain a key.
fn malformed(error: serde_json::Error) -> Error {
    Error::MalformedJson(format!("line {}, column {}", error.line(), error.column()))
}

#[cfg(test)]
mod tests;
