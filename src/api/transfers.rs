use contract::{
    AccountId, paths,
    preview::Preview,
    transfer::{Retried, Retry, Transfers},
};
use gloo_net::http::Method;

use super::{Api, ApiError, call::Call};

/// A list of an account's transfers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Failed items.
    Failed,
    /// Items rejected on submission.
    Rejected,
}

/// Every request fails with [`ApiError`].
#[allow(clippy::missing_errors_doc)]
impl Api {
    /// Fetches the counters and the page of a list after `cursor`.
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

    /// Looks up the orders and carts with a number.
    pub async fn find_transfers(self, id: &AccountId, number: &str) -> Result<Transfers, ApiError> {
        let number = String::from(js_sys::encode_uri_component(number));
        let path = [&paths::transfers(id), "?number=", &number].concat();
        self.send(Call::get(&path)).await?.json()
    }

    /// Fetches what ActiveCampaign gets for an order. For an hour, the next order is kept for it.
    pub async fn preview(self, id: &AccountId) -> Result<Preview, ApiError> {
        self.send(Call::get(&paths::preview(id))).await?.json()
    }

    /// Retries failed items.
    pub async fn retry(self, id: &AccountId, retry: &Retry) -> Result<Retried, ApiError> {
        let path = paths::retry(id);
        let call = Call::with_body(Method::POST, &path, retry)?;
        self.send(call).await?.json()
    }
}
