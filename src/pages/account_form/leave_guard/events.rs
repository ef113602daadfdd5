//! Handles the events that leave the page.

use leptos::{ev, prelude::*};
use leptos_use::{
    UseEventListenerOptions, use_event_listener, use_event_listener_with_options, use_window,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, MouseEvent};

use super::ask;
use crate::{
    history::HistoryGuard,
    host::Message,
    pages::account_form::{draft::DraftStoreFields, page_state::Destination, state::Form},
};

/// Guards every way out of the page while the form is in it.
pub fn guard(form: Form) {
    let address = RwSignal::new(href());
    // The URL of a new account changes when it is saved.
    Effect::new(move || {
        form.saved.track();
        request_animation_frame(move || {
            address.try_set(href());
        });
    });
    let history = HistoryGuard::get();
    let _ = use_event_listener(use_window(), ev::beforeunload, move |event| {
        let keeps_draft = history.takes_reload() && survives_reload(form);
        if form.dirty_untracked() && !keeps_draft {
            event.prevent_default();
        }
    });
    let host = form.services.host;
    host.when_leaving(move || {
        if form.dirty_untracked() {
            ask(form, Destination::Host);
        } else {
            host.send(&Message::LeaveReply(true));
        }
    });
    // Before every listener of the page, the router's included.
    let capture = UseEventListenerOptions::default().capture(true);
    let on_click = move |event: MouseEvent| links(form, &event);
    let _ = use_event_listener_with_options(use_window(), ev::click, on_click, capture);
    HistoryGuard::ask(move |event| back(form, event, &address.get_untracked()));
}

/// Whether *Ricarica la pagina* needs no question, because the stored draft is restored. A typed
/// key is lost; the error of the failed save beside the button tells so.
fn survives_reload(form: Form) -> bool {
    let without_key = form
        .draft
        .api_key()
        .with_untracked(|key| key.expose().is_empty());
    let told = form.page.failed.with_untracked(Option::is_some);
    form.page.draft_stored.get_untracked() && (without_key || told)
}

fn links(form: Form, event: &MouseEvent) {
    let Some(path) = link_of(event) else { return };
    if form.dirty_untracked() {
        event.prevent_default();
        event.stop_propagation();
        ask(form, Destination::Path(path));
    }
}

/// The browser fires `popstate` after the URL has changed: restore the URL and hide the event from
/// the router.
fn back(form: Form, event: &Event, address: &str) {
    if !form.dirty_untracked() {
        return;
    }
    event.stop_immediate_propagation();
    if let Ok(history) = window().history() {
        // If this fails, the page stays with the wrong URL.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    ask(form, Destination::Back);
}

/// The path that a plain click on a link of the panel opens.
fn link_of(event: &MouseEvent) -> Option<String> {
    if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href^='/']").ok()??;
    link.get_attribute("href")
}

fn href() -> String {
    window().location().href().unwrap_or_default()
}
