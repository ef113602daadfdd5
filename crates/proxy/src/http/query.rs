use axum::{
    extract::{FromRequestParts, Query as AxumQuery},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::{error::Error, http::App};

/// The query parameters of a request. Unknown and invalid parameters are errors.
#[derive(Debug)]
pub(super) struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        AxumQuery::from_request_parts(parts, app)
            .await
            .map(|AxumQuery(query)| Self(query))
            .map_err(|_| Error::MalformedRequest("a parameter is unknown or cannot be read"))
    }
}
