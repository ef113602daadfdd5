use contract::{ProblemCode, SecretText};
use leptos::prelude::*;

use super::{
    Answer, ApiError,
    call::{Answering, Call},
    fetch::fetch,
    token::fresh_token,
};
use crate::host::Host;

/// The client of the proxy. It adds the session token and requests a new one when the token has
/// expired.
#[derive(Clone, Copy)]
pub struct Api {
    token: StoredValue<Option<SecretText>>,
    host: Host,
}

impl Api {
    /// A client without a token; it requests the first one from `host`.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            token: StoredValue::new(None),
            host,
        }
    }

    /// Sends a request and reads the response. When the session has expired, renews it and sends
    /// the request again.
    pub(super) fn send(self, call: Call<'_>) -> Answering<'_> {
        Box::pin(self.send_with_token(call))
    }

    async fn send_with_token(self, call: Call<'_>) -> Result<Answer, ApiError> {
        // The host renews its token before it expires: use the newest one.
        let known = match self.host.current_token() {
            Some(token) => Some(token),
            None => self.token.get_value(),
        };
        let mut token = match known {
            Some(token) => token,
            None => self.renew(None).await?,
        };
        let mut answer = fetch(&call, Some(&token)).await?;
        if answer.is_unauthenticated() {
            token = self.renew(Some(&token)).await?;
            answer = fetch(&call, Some(&token)).await?;
        }
        let refused = answer.is_unauthenticated();
        match answer.accepted() {
            // A new token does not correct a wrong clock.
            Err(error) if refused && error.code() != Some(ProblemCode::ClockSkew) => {
                self.host.end_session();
                Err(ApiError::NoSession)
            }
            other => {
                self.host.session_works();
                other
            }
        }
    }

    async fn renew(self, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
        let token = fresh_token(self.host, refused).await;
        if token == Err(ApiError::NoSession) {
            self.host.end_session();
        }
        let token = token?;
        self.token.try_set_value(Some(token.clone()));
        Ok(token)
    }
}
