use contract::{Account, AccountState, ConnectionTest, TestOutcome, transfer::PauseReason};
use leptos::prelude::*;

use super::{connection_test, credentials::replace_key, state::Form, transfers};
use crate::{
    components::{Badge, NoticeKind, focus, number, time_of_day_or_moment},
    i18n::{self, Key, Locale, fill},
    key, messages, t,
};

/// The action for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    /// *Test Connessione*.
    Test,
    /// Focuses *Abilita Ordini*.
    EnableOrders,
    /// *Sostituisci la chiave*.
    ReplaceKey,
    /// Focuses *Nome Account*.
    CorrectName,
    /// *Attiva Account*.
    Enable,
    /// Focuses *Invio dati*.
    LookAtTransfers,
}

/// The state of the account at the top of the form: one sentence and one action; when sending
/// works, the time of the last order.
#[component]
pub fn StateBanner(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let Some(account) = form.saved.read(Account::clone) else {
            return view! { <NewAccount form/> }.into_any();
        };
        let (state, locale) = (form.account_state(&account), locale.get());
        let (tone, icon) = messages::state_look(state);
        let text = messages::state(state, &account, locale);
        let action = action(state, &account).map(|action| view! { <Go form action/> });
        let banner = view! {
            <div class="state-banner">
                <Badge tone icon text/>
                <p>{sentence(state, &account, locale)}</p>
                {action}
            </div>
        };
        banner.into_any()
    }
}

/// The next step for a new account, hidden when nothing can be saved; as high as the banner that
/// replaces it.
#[component]
fn NewAccount(form: Form) -> impl IntoView {
    view! {
        <Show when=move || form.page.other.with(Option::is_none)>
            <div class="state-banner">
                <p>{t!(banner.new)}</p>
            </div>
        </Show>
    }
}

/// The meaning of the state.
fn sentence(state: AccountState, account: &Account, locale: Locale) -> String {
    let counters = account.transfers.unwrap_or_default();
    match state {
        AccountState::ModuleInactive => fill(
            key!(form.module_off_account)(locale),
            account.platform.name(),
        ),
        AccountState::Disabled if counters.skipped > 0 => fill(
            key!(banner.disabled_skipped)(locale),
            &number(counters.skipped, locale),
        ),
        AccountState::Disabled => key!(form.account_off)(locale).to_owned(),
        AccountState::Stopped => {
            let reason = account.stopped.unwrap_or(PauseReason::Unknown);
            transfers::pause(reason)(locale).to_owned()
        }
        AccountState::Unverified => unverified(account.last_test.as_ref(), locale),
        AccountState::NeedsAttention => fill(
            key!(banner.attention)(locale),
            &number(counters.failed + counters.rejected, locale),
        ),
        AccountState::NothingToSend => key!(banner.nothing)(locale).to_owned(),
        AccountState::Sending => match &account.last_order_sent_at {
            Some(at) => fill(
                key!(banner.last_order)(locale),
                &time_of_day_or_moment(at, locale),
            ),
            None => key!(banner.no_order)(locale).to_owned(),
        },
    }
}

fn unverified(test: Option<&ConnectionTest>, locale: Locale) -> String {
    match test {
        None => key!(banner.untested)(locale).to_owned(),
        Some(test) if test.stale => key!(banner.stale)(locale).to_owned(),
        Some(test) => fill(
            key!(banner.failed_test)(locale),
            messages::outcome(test.outcome)(locale),
        ),
    }
}

fn action(state: AccountState, account: &Account) -> Option<Action> {
    match state {
        AccountState::ModuleInactive | AccountState::Sending => None,
        AccountState::Disabled => Some(Action::Enable),
        AccountState::Stopped => Some(match account.stopped {
            Some(PauseReason::KeyRejected) => Action::ReplaceKey,
            Some(PauseReason::AccountNotFound) => Action::CorrectName,
            _ => Action::Test,
        }),
        AccountState::Unverified => {
            let test = account.last_test.as_ref().filter(|test| !test.stale);
            Some(match test.map(|test| test.outcome) {
                Some(TestOutcome::KeyRejected) => Action::ReplaceKey,
                Some(TestOutcome::AccountNotFound) => Action::CorrectName,
                _ => Action::Test,
            })
        }
        AccountState::NeedsAttention => Some(Action::LookAtTransfers),
        AccountState::NothingToSend => Some(Action::EnableOrders),
    }
}

/// The label of an action, and the accessible name that distinguishes it from the control with the
/// same label.
const fn labels(action: Action) -> (Key, Key) {
    match action {
        Action::Test => (key!(form.test), key!(banner.go_test)),
        Action::EnableOrders => (key!(form.orders), key!(banner.go_orders)),
        Action::ReplaceKey => (key!(banner.replace_key), key!(banner.replace_key)),
        Action::CorrectName => (key!(form.account_name), key!(banner.go_name)),
        Action::Enable => (key!(list.enable), key!(list.enable)),
        Action::LookAtTransfers => (key!(transfers.title), key!(banner.go_transfers)),
    }
}

/// The button of an action.
#[component]
fn Go(form: Form, action: Action) -> impl IntoView {
    let (label, name) = labels(action);
    // A test uses the saved settings: with unsaved changes it is not offered.
    let disabled = move || action == Action::Test && connection_test::why_not(form).is_some();
    view! {
        <button
            type="button"
            class="button button-primary"
            aria-label=i18n::text(name)
            disabled=disabled
            on:click=move |_| go(form, action)
        >
            {i18n::text(label)}
        </button>
    }
}

fn go(form: Form, action: Action) {
    match action {
        Action::Test => {
            // The button disappears when the test succeeds.
            focus("test");
            connection_test::start(form);
        }
        Action::EnableOrders => focus("orders"),
        Action::ReplaceKey => {
            replace_key(form);
            request_animation_frame(|| focus("api-key"));
        }
        Action::CorrectName => focus("account-name"),
        Action::Enable => enable(form),
        Action::LookAtTransfers => focus("transfers-fold"),
    }
}

/// *Attiva Account*. Unsaved input is kept.
fn enable(form: Form) {
    let Some(id) = form.saved.id_untracked() else {
        return;
    };
    let services = form.services;
    services.scope.spawn(async move {
        let enabled = services.api.set_enabled(&id, true).await;
        let read = match enabled {
            Ok(_) => services.api.account(&id).await,
            Err(error) => Err(error),
        };
        match read {
            Ok(saved) => {
                focus("page-title");
                let locale = services.locale.get_untracked();
                services.say(NoticeKind::Good, messages::switched(&saved.account, locale));
                form.saved.set(Some(saved));
            }
            Err(error) => {
                let message = messages::problem(&error);
                services.notify(NoticeKind::Bad, &[message.what, message.advice]);
            }
        }
    });
}
