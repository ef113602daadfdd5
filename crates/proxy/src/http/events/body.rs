//! Reads submitted bodies: limits their total memory, inflates them, and decodes them to text.

mod inflate;
mod text;

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use axum_extra::headers::{ContentLength, HeaderMapExt};
use tokio::sync::OwnedSemaphorePermit;

use self::inflate::{Inflating, is_gzip};
pub(super) use self::text::Text;
use crate::{error::Error, http::App, http::json};

/// Maximum size, in bytes, of a body that needs no memory permit.
const SMALL: usize = 256 * 1024;

/// A complete body. It holds its memory permit until it is dropped.
pub(in crate::http) struct Body {
    bytes: Vec<u8>,
    room: Option<OwnedSemaphorePermit>,
}

impl FromRequest<App> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        if !json::is_json(&request) {
            return Err(Error::NotJson);
        }
        let limit = app.limits.events_body;
        let headers = request.headers();
        let compressed = says_gzip(headers)?;
        let announced = headers.typed_get::<ContentLength>();
        let announced = announced.and_then(|length| usize::try_from(length.0).ok());
        // The inflated size of a compressed body is unknown in advance.
        let size = announced.filter(|_| !compressed).unwrap_or(limit);
        let mut room = match size {
            ..=SMALL => None,
            // Too large: the body is drained only so that the client receives the response.
            size if size > limit => None,
            size => Some(app.admission.room_for(size).await?),
        };
        let body = request.into_body();
        let bytes = match compressed {
            false => {
                let mut bytes = Vec::with_capacity(size.min(limit));
                let mut append = |part: &[u8]| {
                    bytes.extend_from_slice(part);
                    Ok(())
                };
                let read = json::read(body, limit, &mut append).await;
                read.map_err(as_batch)?;
                match is_gzip(&bytes) {
                    false => bytes,
                    true => {
                        // Release the first permit before acquiring a larger one: two requests that
                        // each hold a part would wait for each other.
                        drop(room.take());
                        room = Some(app.admission.room_for(limit).await?);
                        let inflate = move || inflate::all(&bytes, limit);
                        app.admission.compute(inflate).await??
                    }
                }
            }
            true => {
                let mut inflating = Inflating::new(limit);
                let read = json::read(body, limit, &mut |part| inflating.push(part)).await;
                read.map_err(as_batch)?;
                inflating.finish()?
            }
        };
        Ok(Self { bytes, room })
    }
}

impl Body {
    /// Whether parsing is long enough to block other tasks.
    pub fn is_large(&self) -> bool {
        self.bytes.len() > 32 * 1024
    }

    /// The text and its memory permit.
    pub(super) fn into_text(self) -> (Text, Option<OwnedSemaphorePermit>) {
        (Text::decode(self.bytes), self.room)
    }
}

/// Replaces the error for an oversized body by the one for batches, which suggests to split the
/// batch.
fn as_batch(error: Error) -> Error {
    match error {
        Error::BodyTooLarge => Error::BatchTooLarge,
        error => error,
    }
}

/// Whether the headers announce a gzip-compressed body; other codings are errors. The first bytes
/// of the body decide: a proxy in between may have inflated the body or dropped the header.
fn says_gzip(headers: &HeaderMap) -> Result<bool, Error> {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    let encoding = encodings.next().map(|it| it.as_bytes().trim_ascii());
    if encodings.next().is_some() {
        return Err(Error::UnknownEncoding);
    }
    match encoding {
        None | Some(b"") => Ok(false),
        Some(it) if it.eq_ignore_ascii_case(b"identity") => Ok(false),
        Some(it) if it.eq_ignore_ascii_case(b"gzip") || it.eq_ignore_ascii_case(b"x-gzip") => {
            Ok(true)
        }
        Some(_) => Err(Error::UnknownEncoding),
    }
}
