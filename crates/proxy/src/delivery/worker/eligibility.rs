use std::sync::Arc;

use contract::AccountId;

use crate::{
    clock,
    delivery::engine::Engine,
    store::{Error, FencingToken, Kinds, KnownSite, Pause, StoredAccount},
};

/// How an account stands, when something of it may leave.
#[derive(Debug)]
pub(super) struct Eligibility {
    pub stored: StoredAccount,
    pub site: KnownSite,
    pub pause: Option<Pause>,
    /// A pause ended with the credentials that led to it.
    pub is_mended: bool,
}

impl Eligibility {
    /// For a run that begins: what was remembered of another ActiveCampaign account is forgotten,
    /// and what another key led to is over. Nothing of an earlier run may be under way.
    ///
    /// `None` when nothing may leave: as for [`Eligibility::of`], or it waits for somebody.
    pub async fn begin(engine: &Arc<Engine>, token: &FencingToken) -> Result<Option<Self>, Error> {
        let account = token.account();
        let Some((stored, site)) = sender(engine, account).await? else {
            return Ok(None);
        };
        let writes = engine.store.fenced(token);
        let queues = engine.store.account_queues();
        let name = &stored.account.account_name;
        let before = queues.state(account).await?.pause;
        if before.is_some() {
            writes.cut_pause_short().await?;
        }
        let version = stored.credentials_version;
        let are_others = writes.begin_work(name, version).await?;
        if are_others {
            engine.activecampaign.resume(name);
        }
        let pause = queues.state(account).await?.pause;
        if pause.is_some_and(|pause| pause.until.is_none()) {
            return Ok(None);
        }
        Ok(Some(Self {
            stored,
            site,
            pause,
            is_mended: are_others && before.is_some(),
        }))
    }

    /// As it is now; changes nothing. `None` when nothing may leave: the account is gone or off,
    /// its module is, or nothing is to be sent. What waits stays.
    pub async fn of(engine: &Arc<Engine>, account: &AccountId) -> Result<Option<Self>, Error> {
        let Some((stored, site)) = sender(engine, account).await? else {
            return Ok(None);
        };
        let pause = engine.store.account_queues().state(account).await?.pause;
        Ok(Some(Self {
            stored,
            site,
            pause,
            is_mended: false,
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

    /// Whether an account queue that works with this one has to begin anew.
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

/// An account that is to send something, and its site.
async fn sender(
    engine: &Arc<Engine>,
    account: &AccountId,
) -> Result<Option<(StoredAccount, KnownSite)>, Error> {
    let store = &engine.store;
    let Some(stored) = store.accounts().find(account).await? else {
        return Ok(None);
    };
    let Some(site) = store.sites().get(&stored.site).await? else {
        return Ok(None);
    };
    let settings = &stored.account;
    let sends = settings.ecommerce.orders || settings.ecommerce.abandoned_carts;
    let may_send = settings.enabled && site.module_active && sends;
    Ok(may_send.then_some((stored, site)))
}
