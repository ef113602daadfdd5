use contract::{FirstView, paths};

use super::{Api, ApiError, call::Call};

impl Api {
    /// Fetches session, platforms and accounts in one request.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn first_view(self) -> Result<FirstView, ApiError> {
        self.send(Call::get(paths::FIRST_VIEW)).await?.json()
    }
}
