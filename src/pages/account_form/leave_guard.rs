//! Asks before unsaved changes are lost: by a link, by the browser's *back*, by closing the tab, by
//! the host. The router has no hook before leaving a page, so each event is caught before it.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

use super::state::Form;
use crate::{
    components::Dialog,
    history::HistoryGuard,
    host::{Host, Message},
    key, t,
};

/// Where the merchant was going.
#[derive(Clone, PartialEq)]
pub enum Destination {
    /// A page of the panel.
    Path(String),
    /// The page before, by the browser's *back*.
    Back,
    /// Another page of the back office, which waits for the answer.
    Host,
}

/// Guards every way out of the page while the form is in it.
pub fn watch(form: Form) {
    let address = RwSignal::new(href());
    // The address of a new account changes when it is saved.
    Effect::new(move || {
        form.saved.track();
        request_animation_frame(move || {
            address.try_set(href());
        });
    });
    let history = HistoryGuard::get();
    let closing = window_event_listener(ev::beforeunload, move |event| {
        // After *Ricarica la pagina* the draft is restored, so there is nothing to ask. A typed key
        // is not stored; the failure beside the button tells so.
        let no_key = form.api_key.with_untracked(String::is_empty);
        let told = no_key || form.failed.with_untracked(Option::is_some);
        let stays = history.takes_reload() && form.draft_kept.get_untracked() && told;
        if form.guarded() && !stays {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    let host = Host::get();
    Effect::new(move || host.send(&Message::Dirty(form.dirty())));
    on_cleanup(move || host.send(&Message::Dirty(false)));
    host.when_leaving(move || {
        if form.guarded() {
            form.ask_to_leave(Destination::Host);
        } else {
            host.send(&Message::LeaveReply(true));
        }
    });
    // Closing the question in any other way means to stay.
    Effect::new(move |was_open: Option<bool>| {
        let open = form.leave_dialog.is_open();
        if was_open == Some(true) && !open {
            let left_open = form.leaving.try_update(Option::take).flatten();
            if left_open == Some(Destination::Host) {
                host.send(&Message::LeaveReply(false));
            }
        }
        open
    });
    capture("click", move |event| links(form, event));
    HistoryGuard::ask(move |event| back(form, event, &address.get_untracked()));
}

fn links(form: Form, event: &Event) {
    let Some(path) = link_of(event) else { return };
    if form.guarded() {
        event.prevent_default();
        event.stop_propagation();
        form.ask_to_leave(Destination::Path(path));
    }
}

/// The browser sends `popstate` after the address has changed: the address is restored, and the
/// router does not get the event.
fn back(form: Form, event: &Event, address: &str) {
    if !form.guarded() {
        return;
    }
    event.stop_immediate_propagation();
    if let Ok(history) = window().history() {
        // When it fails, the page stays, under the address before.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    form.ask_to_leave(Destination::Back);
}

/// The path of the panel's page that a plain click on a link goes to.
fn link_of(event: &Event) -> Option<String> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    if mouse.button() != 0 || mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href^='/']").ok()??;
    link.get_attribute("href")
}

/// Adds a listener of the window's capture phase, which runs before all others, until the page is
/// removed.
fn capture(name: &'static str, handler: impl Fn(&Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&event));
    let listener = handler.as_ref().unchecked_ref();
    // Fails for no listener of a window.
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

/// The question before unsaved changes are lost.
#[component]
pub fn LeaveDialog(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let title = t!(leave.title);
    let title = Signal::derive(move || title.get().to_owned());
    let host = Host::get();
    let answers = move || {
        view! {
            <button type="button" class="button button-danger" on:click=move |_| leave(form, host)>
                {t!(leave.go)}
            </button>
        }
    };
    view! {
        <Dialog state=form.leave_dialog id="leave-dialog" title cancel=key!(leave.stay) answers>
            <p>{t!(leave.text)}</p>
        </Dialog>
    }
}

/// Goes where the merchant was going, without the changes.
fn leave(form: Form, host: Host) {
    let destination = form.leaving.try_update(Option::take).flatten();
    form.leave_dialog.close();
    // Without changes nothing holds the merchant back.
    form.fill(&form.baseline.get_untracked());
    match destination {
        Some(Destination::Host) => host.send(&Message::LeaveReply(true)),
        Some(Destination::Path(path)) => form.go(&path),
        Some(Destination::Back) => {
            if let Ok(history) = window().history() {
                // Fails only without a page before.
                let _ = history.back();
            }
        }
        None => {}
    }
}
