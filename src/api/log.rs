use contract::{log::LogPage, paths};

use super::{Api, ApiError, call::Call};

impl Api {
    /// Fetches the log rows for a query string.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn log(self, query: &str) -> Result<LogPage, ApiError> {
        let path = [paths::LOG, "?", query].concat();
        self.send(Call::get(&path)).await?.json()
    }
}
