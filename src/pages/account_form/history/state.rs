use contract::{AccountState, history::History, transfer::Transfers};
use js_sys::Date;
use leptos::prelude::*;

use super::{
    estimate::{self, Estimate},
    stage::Stage,
};
use crate::{
    i18n::Key,
    key,
    load_state::LoadState,
    page_scope::PageScope,
    pages::account_form::{
        state::Form,
        transfers::{self, Backlog, TransferState},
    },
};

/// The old orders of an account.
#[derive(Clone, Copy)]
pub struct OldOrders {
    /// As the proxy last reported them; `None` before the first start.
    pub history: Memo<Option<History>>,
    /// The stage.
    pub stage: Memo<Stage>,
    /// *Da quando*: a day (`2024-01-31`), or empty for all orders.
    pub since: RwSignal<String>,
    /// The error of *Da quando*.
    pub since_error: RwSignal<Option<Key>>,
    /// Whether a change is pending.
    pub changing: RwSignal<bool>,
    /// The page's state.
    pub form: Form,
    /// The transfers of the account, which are polled.
    pub transfers: TransferState,
    /// The scope of the requests.
    pub scope: PageScope,
    /// Measures the rate.
    backlog: RwSignal<Backlog>,
}

impl OldOrders {
    /// The old orders in an account's transfers.
    pub fn of(form: Form, transfers: TransferState) -> Self {
        let history = Memo::new(move |_| {
            let history = |it: &LoadState<Transfers>| {
                it.ready().and_then(|transfers| transfers.history.clone())
            };
            transfers.transfers.with(history)
        });
        let state = Self {
            history,
            stage: Memo::new(move |_| history.with(|history| Stage::of(history.as_ref()))),
            since: RwSignal::new(String::new()),
            since_error: RwSignal::new(None),
            changing: RwSignal::new(false),
            form,
            transfers,
            scope: PageScope::current(),
            backlog: RwSignal::new(Backlog::default()),
        };
        Effect::new(move |_| {
            // Every response is a measurement, also one that reports no progress.
            transfers.transfers.track();
            state.measure();
        });
        state
    }

    fn measure(self) {
        let sending = self.stage.get_untracked() == Stage::Sending;
        let seen = self.history.with_untracked(|history| {
            let history = history.as_ref().filter(|_| sending)?;
            Some((estimate::left(history), estimate::finished(history)))
        });
        self.backlog.update(|backlog| {
            *backlog = match seen {
                Some((left, done)) => std::mem::take(backlog).seen(left, done, Date::now() / 1e3),
                None => Backlog::default(),
            };
        });
    }

    /// How long it still takes; `None` while nothing is sent.
    pub fn estimate(self) -> Option<Estimate> {
        let sending = self.stage.get() == Stage::Sending && self.stop().is_none();
        self.history.with(|history| {
            let history = history.as_ref().filter(|_| sending)?;
            Some(self.backlog.with(|it| Estimate::of(history, it)))
        })
    }

    /// Why *Avvia* is not available. The proxy would accept it, but the site would not be asked for
    /// its orders, or they would only wait.
    pub fn why_not_start(self) -> Option<Key> {
        match self.account_state()? {
            AccountState::Unverified => Some(key!(history.needs_test)),
            _ => self.obstacle(),
        }
    }

    /// Why no old order is sent although it was started.
    pub fn stop(self) -> Option<Key> {
        self.obstacle().or_else(|| {
            let reason = |it: &LoadState<Transfers>| it.ready()?.pause_reason;
            self.transfers.transfers.with(reason).map(transfers::pause)
        })
    }

    /// What the merchant has to change before old orders are sent.
    fn obstacle(self) -> Option<Key> {
        match self.account_state()? {
            AccountState::ModuleInactive => Some(key!(history.needs_module)),
            AccountState::Disabled => Some(key!(history.needs_account)),
            // The banner at the top of the page shows why, and what to do.
            AccountState::Stopped => Some(key!(history.needs_transfer)),
            AccountState::Unverified
            | AccountState::NeedsAttention
            | AccountState::NothingToSend
            | AccountState::Sending => {
                let orders = self.form.saved.read(|account| account.ecommerce.orders);
                (orders == Some(false)).then(|| key!(history.needs_orders))
            }
        }
    }

    fn account_state(self) -> Option<AccountState> {
        let form = self.form;
        form.saved.read(|account| form.account_state(account))
    }
}
