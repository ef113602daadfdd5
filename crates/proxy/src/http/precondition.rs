use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use axum_extra::headers::{ETag, HeaderMapExt, IfMatch as IfMatchHeader};

use super::account_answer::etag;
use crate::{app::App, error::Error, store::StoredAccount};

/// What a client says it has read. Required: nothing is overwritten in silence. `*` is heard as
/// RFC 9110 has it: whatever is there.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct IfMatch {
    /// The `ETag` that was read.
    #[param(rename = "If-Match", value_type = String)]
    read: IfMatchHeader,
}

impl IfMatch {
    /// Whether the account is still what was read.
    ///
    /// # Errors
    /// [`Error::Changed`].
    pub fn check(&self, stored: &StoredAccount) -> Result<(), Error> {
        let current: ETag = etag(stored)
            .parse()
            .map_err(|_| Error::Internal(anyhow::anyhow!("an ETag cannot be read")))?;
        match self.read.precondition_passes(&current) {
            true => Ok(()),
            false => Err(Error::Changed),
        }
    }
}

impl FromRequestParts<App> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        const UNREADABLE: Error = Error::MalformedRequest("If-Match cannot be read");
        let mut values = parts.headers.get_all(header::IF_MATCH).iter().peekable();
        if values.peek().is_none() {
            return Err(Error::IfMatchRequired);
        }
        // The library compares without asking whether each is a tag at all. Ours hold no commas.
        for value in values {
            let text = value.to_str().map_err(|_| UNREADABLE)?;
            let tags = text.split(',').map(str::trim);
            if text.trim() != "*" && !tags.into_iter().all(|tag| tag.parse::<ETag>().is_ok()) {
                return Err(UNREADABLE);
            }
        }
        let read = parts.headers.typed_try_get().map_err(|_| UNREADABLE)?;
        Ok(Self {
            read: read.ok_or(UNREADABLE)?,
        })
    }
}
