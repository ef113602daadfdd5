use contract::{
    AccountId, paths,
    transfer::{Retried, Retry, Transfers},
};
use gloo_net::http::Method;

use super::{Api, ApiError, client::Call};

/// Which list of an account's transfers is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// What was set aside.
    Failed,
    /// What was rejected when it was handed over.
    Rejected,
}

/// Every request fails as [`ApiError`] says.
#[allow(clippy::missing_errors_doc)]
impl Api {
    /// The counters, and the page of a list after `cursor`.
    pub async fn transfers(
        self,
        id: &AccountId,
        list: List,
        cursor: Option<&str>,
    ) -> Result<Transfers, ApiError> {
        let state = match list {
            List::Failed => "failed",
            List::Rejected => "rejected",
        };
        let mut path = [&paths::transfers(id), "?state=", state].concat();
        if let Some(cursor) = cursor {
            path = [&path, "&cursor=", cursor].concat();
        }
        self.send(Call::get(&path)).await?.json()
    }

    /// Where the orders and carts with a number are.
    pub async fn find_transfers(self, id: &AccountId, number: &str) -> Result<Transfers, ApiError> {
        let number = String::from(js_sys::encode_uri_component(number));
        let path = [&paths::transfers(id), "?number=", &number].concat();
        self.send(Call::get(&path)).await?.json()
    }

    /// Sends again what was set aside.
    pub async fn retry(self, id: &AccountId, retry: &Retry) -> Result<Retried, ApiError> {
        let path = paths::retry(id);
        let call = Call::with_body(Method::POST, &path, retry)?;
        self.send(call).await?.json()
    }
}
