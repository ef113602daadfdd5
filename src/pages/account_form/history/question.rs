use leptos::prelude::*;

use super::state::OldOrders;
use crate::{
    components::{Dialog, number},
    i18n::{self, fill},
    key, t,
};

/// The question before *Annulla*: what is no longer sent.
#[component]
pub fn CancelQuestion(
    /// The old orders.
    state: OldOrders,
) -> impl IntoView {
    let dialog = state.form.page.cancelling_history;
    let locale = i18n::locale();
    let waiting = move || {
        let waiting = state
            .history
            .with(|it| it.as_ref().map_or(0, |it| it.waiting));
        let locale = locale.get();
        fill(
            key!(history.cancel_waiting)(locale),
            &number(waiting, locale),
        )
    };
    let cancel = move |_| {
        dialog.close();
        state.cancel();
    };
    let answers = move || {
        view! {
            <button type="button" class="button button-danger" on:click=cancel>
                {t!(history.cancel_confirm)}
            </button>
        }
    };
    let title = t!(history.cancel_title);
    let title = Signal::derive(move || title.get().to_owned());
    view! {
        <Dialog state=dialog id="history-dialog" title cancel=key!(history.cancel_not) answers>
            <p><strong>{waiting}</strong></p>
            <p>{t!(history.cancel_text)}</p>
        </Dialog>
    }
}
