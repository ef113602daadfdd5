use std::sync::Arc;

use contract::{AccountId, history::HistoryState};

use crate::{
    clock,
    delivery::engine::Engine,
    store::{Error, FencingToken, Kinds, KnownSite, Pause, QueueState, StoredAccount},
};

/// Eligibility of an account to send: its settings, site and pause.
#[derive(Debug)]
pub(super) struct Eligibility {
    pub stored: StoredAccount,
    pub site: KnownSite,
    pub pause: Option<Pause>,
    /// A pause ended because the credentials that caused it were replaced.
    pub is_mended: bool,
    /// Whether old orders may leave.
    pub sends_old: bool,
}

impl Eligibility {
    /// Eligibility for a new run. Drops the stored ids of another ActiveCampaign account, and ends
    /// a pause that another API key caused. No earlier run of this account may be active.
    ///
    /// Returns `None` when nothing may be sent: as [`Eligibility::of`], or during a pause without
    /// an end.
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
        let are_others = writes.begin_work(&stored.account, version).await?;
        if are_others {
            engine.activecampaign.resume(name);
        }
        let state = queues.state(account).await?;
        let pause = state.pause;
        if pause.is_some_and(|pause| pause.until.is_none()) {
            return Ok(None);
        }
        Ok(Some(Self {
            stored,
            site,
            pause,
            is_mended: are_others && before.is_some(),
            sends_old: sends_old(&state),
        }))
    }

    /// Current eligibility, read without changes. Returns `None` when nothing may be sent: the
    /// account was deleted or is disabled, the module of the site is inactive, or neither orders
    /// nor carts are enabled. Waiting items stay in the outbox.
    pub async fn of(engine: &Arc<Engine>, account: &AccountId) -> Result<Option<Self>, Error> {
        let Some((stored, site)) = sender(engine, account).await? else {
            return Ok(None);
        };
        let state = engine.store.account_queues().state(account).await?;
        Ok(Some(Self {
            stored,
            site,
            pause: state.pause,
            is_mended: false,
            sends_old: sends_old(&state),
        }))
    }

    /// The kinds of items that the settings allow to send.
    pub fn kinds(&self) -> Kinds {
        let ecommerce = self.stored.account.ecommerce;
        Kinds {
            orders: ecommerce.orders,
            carts: ecommerce.abandoned_carts,
        }
    }

    /// Whether a run with these settings must restart.
    pub fn differs(&self, now: &Self) -> bool {
        self.stored.version != now.stored.version
            || self.stored.credentials_version != now.stored.credentials_version
            || self.site != now.site
            || self.sends_old != now.sends_old
    }

    /// Remaining time of the pause, in milliseconds.
    pub fn rest(&self) -> Option<u64> {
        let until = self.pause?.until?;
        u64::try_from(until - clock::now_milliseconds()).ok()
    }
}

/// Whether the old orders may leave. Before *Storico* was ever started they do.
fn sends_old(state: &QueueState) -> bool {
    matches!(state.history, None | Some(HistoryState::Running))
}

/// The account and its site, if the settings allow to send.
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
