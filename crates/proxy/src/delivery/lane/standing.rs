use std::sync::Arc;

use contract::AccountId;

use crate::{
    clock,
    delivery::Engine,
    error::Error,
    store::{Kinds, KnownSite, Pause, StoredAccount},
};

/// How an account stands, when something of it may leave.
#[derive(Debug)]
pub(super) struct Standing {
    pub stored: StoredAccount,
    pub site: KnownSite,
    pub pause: Option<Pause>,
}

impl Standing {
    /// `None` when nothing may leave: the account is gone or off, its module is, nothing is to be
    /// sent, or it waits for somebody. What waits stays.
    pub async fn of(engine: &Arc<Engine>, account: &AccountId) -> Result<Option<Self>, Error> {
        let store = &engine.store;
        let Some(stored) = store.accounts().find(account).await? else {
            return Ok(None);
        };
        let Some(site) = store.sites().get(&stored.site).await? else {
            return Ok(None);
        };
        let settings = &stored.account;
        let sends = settings.ecommerce.orders || settings.ecommerce.abandoned_carts;
        if !settings.enabled || !site.module_active || !sends {
            return Ok(None);
        }
        let name = &settings.account_name;
        let version = stored.credentials_version;
        store.lanes().begin(account, name, version).await?;
        let pause = store.lanes().state(account).await?.pause;
        if pause.is_some_and(|pause| pause.until.is_none()) {
            return Ok(None);
        }
        Ok(Some(Self {
            stored,
            site,
            pause,
        }))
    }

    /// What the settings let leave.
    pub fn kinds(&self) -> Kinds {
        let ecommerce = self.stored.account.ecommerce;
        Kinds {
            orders: ecommerce.orders,
            carts: ecommerce.abandoned_carts,
        }
    }

    /// Whether a lane that works with this one has to begin anew.
    pub fn differs(&self, now: &Self) -> bool {
        self.stored.version != now.stored.version
            || self.stored.credentials_version != now.stored.credentials_version
            || self.site != now.site
    }

    /// How much longer it stands still, in milliseconds.
    pub fn rest(&self) -> Option<u64> {
        let until = self.pause?.until?;
        u64::try_from(until - clock::now_milliseconds()).ok()
    }
}
