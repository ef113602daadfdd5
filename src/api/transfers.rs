use contract::{
    AccountId, paths,
    transfer::{Retried, Retry, Transfers},
};
use gloo_net::http::Method;

use super::{Api, ApiError, client::Call};

/// Every request fails as [`ApiError`] says.
#[allow(clippy::missing_errors_doc)]
impl Api {
    /// What waits, was sent, or was set aside; the page of what was set aside after `cursor`.
    pub async fn transfers(
        self,
        id: &AccountId,
        cursor: Option<&str>,
    ) -> Result<Transfers, ApiError> {
        let mut path = paths::transfers(id);
        if let Some(cursor) = cursor {
            path = [&path, "?cursor=", cursor].concat();
        }
        self.send(Call::get(&path)).await?.json()
    }

    /// Sends again what was set aside.
    pub async fn retry(self, id: &AccountId, retry: &Retry) -> Result<Retried, ApiError> {
        let path = paths::retry(id);
        let call = Call::with_body(Method::POST, &path, retry)?;
        self.send(call).await?.json()
    }
}
