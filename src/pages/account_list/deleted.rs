use contract::DeletedAccount;
use leptos::prelude::*;

use super::state::ListState;
use crate::{
    components::{moment, time_of_day},
    i18n::{self, Locale, fill},
    key,
};

/// The deleted accounts that can be restored, a line each.
#[component]
pub fn DeletedAccounts(
    /// The page's state.
    state: ListState,
) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let (accounts, locale) = (state.deleted.get(), locale.get());
        let lines = |accounts: Vec<DeletedAccount>| {
            let lines = accounts.into_iter().map(|it| line(state, it, locale));
            let lines: Vec<AnyView> = lines.collect();
            view! {
                <ul class="deleted" aria-label=key!(deleted.title)(locale)>
                    {lines}
                </ul>
            }
        };
        (!accounts.is_empty()).then(|| lines(accounts))
    }
}

/// When an account was deleted, until when it can be restored, and *Annulla*. An account that
/// another one replaced cannot be restored before that one is deleted.
fn line(state: ListState, account: DeletedAccount, locale: Locale) -> AnyView {
    let name = account.description.to_string();
    let label = fill(key!(deleted.undo_name)(locale), &name);
    let at = time_of_day(&account.deleted_at, locale);
    let until = moment(&account.restorable_until, locale);
    let times = fill(&fill(key!(deleted.times)(locale), &at), &until);
    let other = state.activecampaign();
    let undo = match other.is_some_and(|other| other.platform == account.platform) {
        true => key!(deleted.replaced)(locale).into_any(),
        false => {
            let restore = move |_| state.restore(account.id.clone());
            view! {
                <button type="button" class="link" aria-label=label on:click=restore>
                    {key!(deleted.undo)(locale)}
                </button>
            }
            .into_any()
        }
    };
    view! { <li><strong>{name}</strong> " " {times} " " {undo}</li> }.into_any()
}
