use contract::{
    Account, AccountId, AccountUpdate, Accounts, ConnectionTest, Enabled, NewAccount, paths,
};
use gloo_net::http::Method;

use super::{Answer, Api, ApiError, call::Call};

/// An account and its version (its `ETag`), which every update needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Versioned {
    /// The account.
    pub account: Account,
    /// The version, as the proxy sent it.
    pub etag: String,
}

/// Every request fails with [`ApiError`].
#[allow(clippy::missing_errors_doc)]
impl Api {
    /// Lists the accounts of the site.
    pub async fn accounts(self) -> Result<Accounts, ApiError> {
        self.send(Call::get(paths::ACCOUNTS)).await?.json()
    }

    /// Fetches one account.
    pub async fn account(self, id: &AccountId) -> Result<Versioned, ApiError> {
        versioned(self.send(Call::get(&paths::account(id))).await?)
    }

    /// Creates an account. Retries with the same `key` create no second account.
    pub async fn create(self, account: &NewAccount, key: &str) -> Result<Versioned, ApiError> {
        let call = Call::with_body(Method::POST, paths::ACCOUNTS, account)?;
        versioned(self.send(call.header("idempotency-key", key)).await?)
    }

    /// Updates an account, if it is unchanged since it was read.
    pub async fn update(
        self,
        id: &AccountId,
        etag: &str,
        account: &AccountUpdate,
    ) -> Result<Versioned, ApiError> {
        let path = paths::account(id);
        let call = Call::with_body(Method::PUT, &path, account)?;
        versioned(self.send(call.header("if-match", etag)).await?)
    }

    /// Deletes an account, which can be restored for a day.
    pub async fn delete(self, id: &AccountId) -> Result<(), ApiError> {
        self.send(Call::new(Method::DELETE, &paths::account(id)))
            .await?;
        Ok(())
    }

    /// Restores a deleted account with its waiting items.
    pub async fn restore(self, id: &AccountId) -> Result<Account, ApiError> {
        self.send(Call::new(Method::POST, &paths::restore(id)))
            .await?
            .json()
    }

    /// Enables or disables an account.
    pub async fn set_enabled(self, id: &AccountId, enabled: bool) -> Result<Account, ApiError> {
        let path = paths::enabled(id);
        self.send(Call::with_body(Method::PUT, &path, &Enabled { enabled })?)
            .await?
            .json()
    }

    /// Tests the saved settings against the platform.
    pub async fn test(self, id: &AccountId) -> Result<ConnectionTest, ApiError> {
        self.send(Call::new(Method::POST, &paths::connection_test(id)))
            .await?
            .json()
    }
}

fn versioned(answer: Answer) -> Result<Versioned, ApiError> {
    let etag = answer.etag().ok_or(ApiError::Unreadable)?;
    let account = answer.json()?;
    Ok(Versioned { account, etag })
}
