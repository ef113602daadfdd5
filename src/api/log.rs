use contract::{log::LogPage, paths};

use super::{Api, ApiError, client::Call};

impl Api {
    /// The rows of the log that a query string asks for.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
    pub async fn log(self, query: &str) -> Result<LogPage, ApiError> {
        let path = [paths::LOG, "?", query].concat();
        self.send(Call::get(&path)).await?.json()
    }
}
