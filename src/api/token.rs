//! The session token.

use contract::{SecretText, paths};
use gloo_net::http::Method;
use serde::Deserialize;

use super::{ApiError, boot_data::boot_data, call::Call, fetch::fetch};
use crate::host::{Host, embedded};

#[derive(Deserialize)]
struct DemoToken {
    token: SecretText,
}

/// A token other than the `refused` one: the host's, or outside of a back office the demo site's,
/// where the proxy issues one.
///
/// # Errors
/// [`ApiError::NoSession`] when there is none, [`ApiError::Network`] when the proxy is unreachable.
pub async fn fresh_token(host: Host, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
    if embedded() {
        return host.token(refused).await;
    }
    if refused.is_none()
        && let Some(DemoToken { token }) = boot_data()
    {
        return Ok(token);
    }
    let reply = fetch(&Call::new(Method::POST, paths::DEMO_TOKEN), None).await?;
    let reply = reply.accepted().map_err(|_| ApiError::NoSession)?;
    let DemoToken { token } = reply.json().map_err(|_| ApiError::NoSession)?;
    Ok(token)
}
