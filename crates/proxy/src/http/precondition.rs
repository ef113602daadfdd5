mod entity_tag;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::account_answer::etag;
use crate::{error::Error, store::StoredAccount};
use entity_tag::EntityTag;

/// The required `If-Match` header: no write silently overwrites another. `*` matches any version
/// (RFC 9110).
///
/// Tags are compared weakly: a reverse proxy that compresses a response makes its `ETag` weak
/// (nginx with `gzip on`), although the settings are the same.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct IfMatch {
    /// The `ETag` that the client read.
    #[param(rename = "If-Match", value_type = String)]
    read: Read,
}

#[derive(Debug)]
enum Read {
    Anything,
    One(Vec<EntityTag>),
}

impl IfMatch {
    /// Checks that the account is the version that the client read.
    ///
    /// # Errors
    /// [`Error::Changed`].
    pub fn check(&self, stored: &StoredAccount) -> Result<(), Error> {
        let current = etag(stored);
        match &self.read {
            Read::Anything => Ok(()),
            Read::One(tags) if tags.iter().any(|tag| tag.is(&current)) => Ok(()),
            Read::One(_) => Err(Error::Changed),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        const UNREADABLE: Error = Error::MalformedRequest("If-Match cannot be read");
        let values = parts.headers.get_all(header::IF_MATCH);
        let values: Result<Vec<&str>, _> = values.iter().map(|value| value.to_str()).collect();
        // Several headers form one list: RFC 9110, 5.3.
        let text = values.map_err(|_| UNREADABLE)?.join(",");
        let read = match text.trim() {
            "" if !parts.headers.contains_key(header::IF_MATCH) => {
                return Err(Error::IfMatchRequired);
            }
            "*" => Read::Anything,
            list => Read::One(EntityTag::list(list).ok_or(UNREADABLE)?),
        };
        Ok(Self { read })
    }
}
