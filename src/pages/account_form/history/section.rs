use leptos::prelude::*;

use super::{
    labels, progress::Progress, question::CancelQuestion, stage::Stage, start::Start,
    state::OldOrders,
};
use crate::{
    components::{Badge, Card, Info, keep_focus},
    i18n,
    pages::account_form::{state::Form, transfers::TransferState},
    t,
};

/// The section *Storico*: in the page once the account was saved.
#[component]
pub fn HistorySection(
    /// The page's state.
    form: Form,
    /// The transfers of the account, which are polled.
    transfers: TransferState,
) -> impl IntoView {
    let state = OldOrders::of(form, transfers);
    let known = Memo::new(move |_| transfers.transfers.with(|it| it.ready().is_some()));
    view! {
        <Card id="history" icon="icon-clock" title=t!(history.title)>
            <p class="quiet">{t!(history.what)}</p>
            <Show when=move || known.get()>
                <Now state/>
            </Show>
            <CancelQuestion state/>
        </Card>
    }
}

/// What the old orders are doing, and the buttons of their stage.
#[component]
fn Now(state: OldOrders) -> impl IntoView {
    view! {
        <StageLine state/>
        <Stopped state/>
        <Progress state/>
        {move || {
            let stage = state.stage.get();
            // The buttons of the stage before are still in the page.
            keep_focus("#history", &["history-stage"], || ());
            match stage.can_start() {
                true => view! { <Start state/> }.into_any(),
                false => view! { <Buttons state stage/> }.into_any(),
            }
        }}
    }
}

/// The badge and the sentence of the stage.
#[component]
fn StageLine(state: OldOrders) -> impl IntoView {
    let locale = i18n::locale();
    let badge = move || {
        let (tone, icon, text) = labels::badge(state.stage.get())?;
        let text = Signal::derive(move || text(locale.get()).to_owned());
        Some(view! { <Badge tone icon text/> })
    };
    let since = move || {
        let shown = state.stage.get() != Stage::Cancelled;
        state.history.with(|history| {
            let history = history.as_ref().filter(|_| shown)?;
            Some(labels::since(history, locale.get()))
        })
    };
    view! {
        <div id="history-stage" class="stage" tabindex="-1">
            {badge}
            <div>
                <p>{move || labels::sentence(state.stage.get())(locale.get())}</p>
                <p class="quiet">{since}</p>
            </div>
        </div>
    }
}

/// Why nothing is sent although it was started.
#[component]
fn Stopped(state: OldOrders) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let why = state.stop().filter(|_| state.stage.get().is_running())?;
        Some(view! { <Info><p>{why(locale.get())}</p></Info> })
    }
}

/// *Pausa* or *Riprendi*, and *Annulla*.
#[component]
fn Buttons(state: OldOrders, stage: Stage) -> impl IntoView {
    let busy = move || state.changing.get().to_string();
    let pause_or_resume = match stage {
        Stage::Paused => view! {
            <button
                type="button"
                class="button button-primary"
                aria-busy=busy
                on:click=move |_| state.resume()
            >
                {t!(history.resume)}
            </button>
        }
        .into_any(),
        _ => view! {
            <button type="button" class="button" aria-busy=busy on:click=move |_| state.pause()>
                {t!(history.pause)}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="failed-answers">
            <button
                type="button"
                class="button"
                aria-label=t!(history.cancel_confirm)
                aria-busy=busy
                on:click=move |_| state.form.page.cancelling_history.show()
            >
                {t!(history.cancel)}
            </button>
            {pause_or_resume}
        </div>
    }
}
