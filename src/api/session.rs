use contract::{FirstView, paths};

use super::{Api, ApiError, client::Call};

impl Api {
    /// Session, platforms and accounts in one answer.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
    pub async fn first_view(self) -> Result<FirstView, ApiError> {
        self.send(Call::get(paths::FIRST_VIEW)).await?.json()
    }
}
