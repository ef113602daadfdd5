mod fields;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use axum_extra::headers::{ContentType, HeaderMapExt, Mime};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use self::fields::Field;
use crate::{error::Error, http::App};

/// A JSON body. Every error has a pointer to the field; no invalid value is guessed.
#[derive(Debug)]
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
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

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Error::MalformedJson("it is not UTF-8".into()))?;
    // Check the syntax of the whole text first, so that a later error has a pointer.
    let json: &RawValue = serde_json::from_str(text).map_err(malformed)?;
    T::deserialize(Field(json))
        .map_err(|wrong| Error::InvalidFields(vec![wrong.into_field_error()]))
}

/// The error names the position, not the content: the body may contain a key.
fn malformed(error: serde_json::Error) -> Error {
    Error::MalformedJson(format!("line {}, column {}", error.line(), error.column()))
}

#[cfg(test)]
mod tests;
