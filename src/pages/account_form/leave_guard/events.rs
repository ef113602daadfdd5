//! Handles the events that leave the page.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

use super::{Destination, ask};
use crate::{
    history::HistoryGuard,
    host::Message,
    pages::account_form::{draft::DraftStoreFields, state::Form},
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
    let closing = window_event_listener(ev::beforeunload, move |event| {
        let keeps_draft = history.takes_reload() && survives_reload(form);
        if form.dirty_untracked() && !keeps_draft {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    let host = form.services.host;
    host.when_leaving(move || {
        if form.dirty_untracked() {
            ask(form, Destination::Host);
        } else {
            host.send(&Message::LeaveReply(true));
        }
    });
    capture("click", move |event| links(form, event));
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

fn links(form: Form, event: &Event) {
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
fn link_of(event: &Event) -> Option<String> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    if mouse.button() != 0 || mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href^='/']").ok()??;
    link.get_attribute("href")
}

/// Adds a window listener in the capture phase, which runs before all others, until the page is
/// removed.
fn capture(name: &'static str, handler: impl Fn(&Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&event));
    let listener = handler.as_ref().unchecked_ref();
    // Adding a listener to the window cannot fail.
    let _ = window().add_event_listener_with_callback_and_bool(name, listener, true);
    let handler = StoredValue::new_local(handler);
    on_cleanup(move || {
        handler.with_value(|handler| {
            let listener = handler.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback_and_bool(name, listener, true);
        });
    });
}

fn href() -> String {
    window().location().href().unwrap_or_default()
}
