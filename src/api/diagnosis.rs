use contract::{AccountId, diagnosis::Diagnosis, paths};

use super::{Api, ApiError, call::Call};

impl Api {
    /// Fetches what support needs to know of an account. The proxy goes to ActiveCampaign's host.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn diagnosis(self, id: &AccountId) -> Result<Diagnosis, ApiError> {
        self.send(Call::get(&paths::diagnosis(id))).await?.json()
    }
}
