//! Asks before unsaved changes are left behind: by a link, by the browser's *back*, by closing
//! the tab, by the host. The router has no hook for any of these, so each is caught before it gets there.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

use super::state::Form;
use crate::{
    components::{Button, dialog},
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

/// Watches every way out while the form is in the page.
pub fn guard(form: Form) {
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
        // Whoever was told that the draft stays is not asked whether to lose it; a typed key does
        // not stay, which only a refusal of the form's own says.
        let no_key = form.api_key.with_untracked(String::is_empty);
        let told = no_key || form.failed.with_untracked(Option::is_some);
        let stays = history.takes_reload() && form.kept.get_untracked() && told;
        if form.guarded() && !stays {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    let host = Host::get();
    Effect::new(move || host.say(&Message::Dirty(form.dirty())));
    on_cleanup(move || host.say(&Message::Dirty(false)));
    host.when_leaving(move || {
        if form.guarded() {
            form.ask_to_leave(Destination::Host);
        } else {
            host.say(&Message::LeaveReply(true));
        }
    });
    // However the question is closed without a *yes*, the answer is *no*.
    Effect::new(move |was_open: Option<bool>| {
        let open = form.leave_dialog.is_open();
        if was_open == Some(true) && !open {
            let left_open = form.leaving.try_update(Option::take).flatten();
            if left_open == Some(Destination::Host) {
                host.say(&Message::LeaveReply(false));
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

/// *Back* has already happened when it is heard of: the address is put back, and the router does
/// not hear of it.
fn back(form: Form, event: &Event, address: &str) {
    if !form.guarded() {
        return;
    }
    event.stop_immediate_propagation();
    if let Ok(history) = window().history() {
        // Were it refused, the page would still be here, under the address before.
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

/// Listens on the window before anybody else does, until the page goes.
fn capture(name: &'static str, handler: impl Fn(&Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&event));
    let listener = handler.as_ref().unchecked_ref();
    // A window takes every listener.
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

/// The question, and what follows from its answer.
pub fn question(form: Form) -> AnyView {
    let title = t!(leave.title);
    let host = Host::get();
    let go = move || {
        let destination = form.leaving.try_update(Option::take).flatten();
        form.leave_dialog.close();
        // Nothing is left to guard.
        form.fill(&form.baseline.get_untracked());
        match destination {
            Some(Destination::Host) => host.say(&Message::LeaveReply(true)),
            Some(Destination::Path(path)) => form.go(&path),
            Some(Destination::Back) => {
                if let Ok(history) = window().history() {
                    // Without a page before, there is nowhere to go back to.
                    let _ = history.back();
                }
            }
            None => {}
        }
    };
    dialog(
        form.leave_dialog,
        "leave-dialog",
        Signal::derive(move || title.get().to_owned()),
        key!(leave.stay),
        || view! { <p>{t!(leave.text)}</p> }.into_any(),
        move || Button::text("button button-danger", t!(leave.go)).on_press(go),
    )
}
