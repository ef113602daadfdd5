use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::paths;

use crate::store::StoredAccount;

/// The response with an account and its `ETag`; `201` and `Location` for a new account.
#[derive(Debug)]
pub(super) struct AccountAnswer {
    stored: StoredAccount,
    created: bool,
}

/// The `ETag` of an account: its version number.
pub(super) fn etag(stored: &StoredAccount) -> String {
    format!("\"{}\"", stored.version)
}

impl AccountAnswer {
    pub fn new(stored: StoredAccount) -> Self {
        Self {
            stored,
            created: false,
        }
    }

    pub fn created(stored: StoredAccount) -> Self {
        Self {
            stored,
            created: true,
        }
    }
}

impl IntoResponse for AccountAnswer {
    fn into_response(self) -> Response {
        let etag = HeaderValue::try_from(etag(&self.stored)).ok();
        let location = self
            .created
            .then(|| HeaderValue::try_from(paths::account(&self.stored.account.id)).ok())
            .flatten();
        let status = match self.created {
            true => StatusCode::CREATED,
            false => StatusCode::OK,
        };
        let mut response = (status, Json(self.stored.account)).into_response();
        let headers = response.headers_mut();
        headers.extend(etag.map(|etag| (header::ETAG, etag)));
        headers.extend(location.map(|location| (header::LOCATION, location)));
        response
    }
}
