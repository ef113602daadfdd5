use axum::{
    extract::OptionalFromRequestParts,
    http::{HeaderName, request::Parts},
};

use crate::error::Error;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The client's identifier of a save: a retry after a lost response creates no second account.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct IdempotencyKey {
    /// 1 to 128 visible ASCII characters, unique within the site. A repeated save with the same
    /// content gets the same response.
    #[param(
        rename = "Idempotency-Key",
        required = false,
        min_length = 1,
        max_length = 128
    )]
    key: String,
}

impl IdempotencyKey {
    pub fn as_str(&self) -> &str {
        &self.key
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Error> {
        let mut values = parts.headers.get_all(HEADER).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return match parts.headers.contains_key(HEADER) {
                true => Err(Error::MalformedRequest("Idempotency-Key is there twice")),
                false => Ok(None),
            };
        };
        let key = value.to_str().unwrap_or_default();
        match (1..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
            true => Ok(Some(Self {
                key: key.to_owned(),
            })),
            false => Err(Error::MalformedRequest(
                "Idempotency-Key must be 1 to 128 visible ASCII characters",
            )),
        }
    }
}
