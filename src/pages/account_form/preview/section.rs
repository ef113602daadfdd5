use contract::preview::{Preview, PreviewSource};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::{requests::Requests, words::InWords};
use crate::{
    components::{Failure, Info, moment},
    i18n::{self, Locale, fill},
    key,
    load_state::LoadState,
    pages::account_form::state::Form,
    polling::poll_while_visible,
    retry::RetrySignal,
    t,
};

/// What is sent for an order, folded. While it is open, the next order that arrives is shown.
#[component]
pub fn PreviewSection(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let on_toggle = move |event: ev::Event| {
        let details = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlDetailsElement>().ok());
        is_open.set(details.is_some_and(|details| details.open()));
    };
    view! {
        <details class="help" on:toggle=on_toggle>
            <summary>{t!(preview.title)}</summary>
            <div class="preview">
                <Show when=move || is_open.get()>
                    <Loaded form/>
                </Show>
            </div>
        </details>
    }
}

/// Loads the preview, and polls it until the section is folded.
#[component]
fn Loaded(form: Form) -> impl IntoView {
    let state = RwSignal::new(LoadState::<Preview>::Pending);
    let is_pending = StoredValue::new(false);
    let load = move || {
        let Some(id) = form
            .saved
            .id_untracked()
            .filter(|_| !is_pending.get_value())
        else {
            return;
        };
        is_pending.set_value(true);
        form.services.scope.spawn(async move {
            let answer = form.services.api.preview(&id).await;
            is_pending.try_set_value(false);
            let is_known = state.try_with_untracked(|known| known.ready().is_some());
            // An unchanged preview is not rendered again; a failed poll keeps the last one.
            let news = match answer {
                Ok(preview) => LoadState::Ready(preview),
                Err(_) if is_known == Some(true) => return,
                Err(error) => LoadState::Failed(error),
            };
            if state.try_with_untracked(|known| *known != news) == Some(true) {
                state.try_set(news);
            }
        });
    };
    load();
    poll_while_visible(load);
    let phase = RwSignal::new(LoadState::Pending);
    Effect::new(move || phase.set(state.with(LoadState::phase)));
    RetrySignal::get().on_retry(phase, load);
    let locale = i18n::locale();
    let source = move || {
        let locale = locale.get();
        let source = |preview: &Preview| source(preview, locale);
        state.with(|state| state.ready().map(source))
    };
    let content = move || match state.get() {
        LoadState::Pending => view! { <p class="quiet">{t!(loading)}</p> }.into_any(),
        LoadState::Failed(error) => view! { <Failure error/> }.into_any(),
        LoadState::Ready(preview) => {
            let locale = locale.get();
            view! {
                <NothingIsSent form locale/>
                <div class="preview-halves">
                    <InWords preview=preview.clone() locale/>
                    <Requests requests=preview.requests locale/>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <p role="status">{source}</p>
        {content}
    }
}

/// Which order it is.
fn source(preview: &Preview, locale: Locale) -> String {
    let at = preview.arrived_at.as_ref().map(|at| moment(at, locale));
    match (preview.source, at) {
        (PreviewSource::Order, Some(at)) => fill(key!(preview.order)(locale), &at),
        _ => key!(preview.example)(locale).to_owned(),
    }
}

/// While *Abilita Ordini* is off, the order stays here.
#[component]
fn NothingIsSent(form: Form, locale: Locale) -> impl IntoView {
    let is_off = move || {
        let sends = form
            .saved
            .read(|account| account.enabled && account.ecommerce.orders);
        sends == Some(false)
    };
    view! {
        <Show when=is_off>
            <Info><p>{key!(preview.nothing_sent)(locale)}</p></Info>
        </Show>
    }
}
