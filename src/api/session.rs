use contract::{Platforms, Session, paths};

use super::{Api, ApiError, client::Call};

impl Api {
    /// Who is here, for which site.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
    pub async fn session(self) -> Result<Session, ApiError> {
        self.send(Call::get(paths::SESSION)).await?.json()
    }

    /// The platforms the site may connect to.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
    pub async fn platforms(self) -> Result<Platforms, ApiError> {
        self.send(Call::get(paths::PLATFORMS)).await?.json()
    }
}
