use std::sync::Arc;

use contract::AccountName;
use futures_util::{FutureExt, future::BoxFuture};
use uuid::Uuid;

use crate::{
    activecampaign::{RateShare, RateShares},
    store::{self, Store},
};

/// The shares of this proxy in the request rate of each ActiveCampaign account, stored in the
/// shared database.
#[derive(Debug)]
struct Shared {
    store: Store,
    /// The id of this proxy process.
    proxy: String,
}

/// Sharing of the request rate with other proxies. `None` when no other proxy uses this database.
#[must_use]
pub fn sharing(store: &Store) -> Option<Arc<dyn RateShares>> {
    store.is_shared().then(|| {
        let shared = Shared {
            store: store.clone(),
            proxy: Uuid::now_v7().to_string(),
        };
        Arc::new(shared) as Arc<dyn RateShares>
    })
}

impl RateShares for Shared {
    fn claim<'a>(&'a self, name: &'a AccountName) -> BoxFuture<'a, anyhow::Result<RateShare>> {
        let claimed = async move {
            let share = self.store.rate_shares().claim(name, &self.proxy).await?;
            Ok(match share {
                store::RateShare::Ours(left) => RateShare::Ours(left),
                store::RateShare::In(wait) => RateShare::In(wait),
            })
        };
        claimed.boxed()
    }

    fn release(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async move { Ok(self.store.rate_shares().release(&self.proxy).await?) }.boxed()
    }
}
