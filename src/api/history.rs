use contract::{
    AccountId,
    history::{History, HistoryUpdate},
    paths,
};
use gloo_net::http::Method;

use super::{Api, ApiError, call::Call};

impl Api {
    /// Starts, pauses, resumes or cancels the sending of old orders.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn set_history(
        self,
        id: &AccountId,
        update: &HistoryUpdate,
    ) -> Result<History, ApiError> {
        let path = paths::history(id);
        let call = Call::with_body(Method::PUT, &path, update)?;
        self.send(call).await?.json()
    }
}
