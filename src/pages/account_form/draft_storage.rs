//! The unsaved draft, kept in the browser so that a reload, a crash or a lost session does not
//! cost what was typed. Never the key: [`Draft`] does not serialise it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::{draft::Draft, state::Form};
use crate::{
    api,
    components::{Button, dynamic, focus, moment},
    i18n::{self, fill},
    key, t,
};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    at: String,
    /// The version of the account it changes, so that what others saved since is not overwritten.
    etag: Option<String>,
    draft: Draft,
}

/// Keeps the draft while there are unsaved changes, and offers one that was found.
pub fn offer(form: Form) -> AnyView {
    let locale = i18n::locale();
    let found = RwSignal::new(None::<Kept>);
    let place = Memo::new(move |_| place(form));
    Effect::new(move |written: Option<Option<String>>| -> Option<String> {
        let written = written.flatten();
        let (dirty, draft, here) = (form.dirty(), form.draft().without_keys(), place.get());
        // A place not written to yet may hold the draft of an earlier visit.
        if here != written && written.is_none() {
            let baseline = form.baseline.get_untracked();
            let kept = here.as_deref().and_then(read);
            found.set(kept.filter(|kept| kept.draft != baseline && kept.draft != draft));
        }
        // Saved, taken back, or saved under another address: the old draft says nothing any more.
        if let Some(old) = written.filter(|old| !dirty || here.as_ref() != Some(old)) {
            forget(&old);
        }
        form.kept.set(false);
        let here = here.filter(|_| dirty)?;
        // What was found stays until the merchant has chosen.
        if found.with_untracked(Option::is_some) {
            return None;
        }
        let etag = form
            .saved
            .with_untracked(|saved| saved.as_ref().map(|saved| saved.etag.clone()));
        let at = js_sys::Date::new_0().to_iso_string().into();
        form.kept.set(write(&here, &Kept { at, etag, draft }));
        Some(here)
    });
    let offered = dynamic(move || {
        let Some(kept) = found.get() else {
            return ().into_any();
        };
        let restore = move || {
            if let Some(kept) = found.try_update(Option::take).flatten() {
                form.fill(&kept.draft);
                let now = form.saved.get_untracked();
                if now.as_ref().map(|saved| &saved.etag) != kept.etag.as_ref() {
                    // Others saved since the draft was made: nothing of theirs is overwritten
                    // unless the merchant has seen it.
                    form.conflict.set(now);
                    form.conflict_dialog.show();
                }
                focus("description");
            }
        };
        let discard = move || {
            if let Some(place) = place.get_untracked() {
                forget(&place);
            }
            found.set(None);
            focus("description");
        };
        let text = fill(
            key!(draft.found)(locale.get()),
            &moment(&kept.at, locale.get()),
        );
        view! {
            <div class="info">
                <span class="icon icon-info" aria-hidden="true"></span>
                <p>{text}</p>
                {Button::text("button", t!(draft.discard)).on_press(discard)}
                {Button::text("button button-primary", t!(draft.restore)).on_press(restore)}
            </div>
        }
        .into_any()
    });
    view! { <div role="status">{offered}</div> }.into_any()
}

/// Where the draft of this user, site and account is kept; nowhere while they are not known.
fn place(form: Form) -> Option<String> {
    let account = form.saved.with(|saved| {
        saved.as_ref().map_or_else(
            || "new".to_owned(),
            |saved| saved.account.id.as_str().to_owned(),
        )
    });
    form.site.with(|site| {
        let session = &site.ready()?.session;
        Some(["draft", &session.user, &session.site.id, &account].join("/"))
    })
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn read(place: &str) -> Option<Kept> {
    let text = storage()?.get_item(place).ok()??;
    api::read(js_sys::JSON::parse(&text).ok()?).ok()
}

/// Whether the browser took it. One that keeps nothing is no reason to disturb: the page itself
/// still has the draft.
fn write(place: &str, kept: &Kept) -> bool {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let text = kept
        .serialize(&serializer)
        .ok()
        .and_then(|value| js_sys::JSON::stringify(&value).ok());
    match (storage(), text) {
        (Some(storage), Some(text)) => storage.set_item(place, &String::from(text)).is_ok(),
        _ => false,
    }
}

fn forget(place: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(place);
    }
}
