//! The unsaved draft, stored in the browser so that a reload, a crash or a lost session does not lose
//! what was typed. The API key is not stored: [`Draft`] does not serialise it.

use contract::AccountId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::{draft::Draft, state::Form};
use crate::{
    api,
    components::{Info, focus, moment},
    i18n::{self, fill},
    key, t,
};

/// A draft as it is stored.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct StoredDraft {
    /// When it was written: RFC 3339.
    at: String,
    /// The version of the account that it changes. A newer one was saved by somebody else.
    etag: Option<String>,
    draft: Draft,
}

/// Stores the draft while there are unsaved changes, and offers a stored one of an earlier visit.
#[component]
pub fn DraftOffer(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let locale = i18n::locale();
    let found = RwSignal::new(None::<StoredDraft>);
    let place = Memo::new(move |_| place(form));
    Effect::new(move |written: Option<Option<String>>| {
        store(form, place.get(), written.flatten(), found)
    });
    let restore = move |_| {
        if let Some(stored) = found.try_update(Option::take).flatten() {
            restore(form, stored);
        }
    };
    let discard = move |_| {
        if let Some(place) = place.get_untracked() {
            forget(&place);
        }
        found.set(None);
        focus("description");
    };
    let offer = move || {
        let stored = found.get()?;
        let at = moment(&stored.at, locale.get());
        let text = fill(key!(draft.found)(locale.get()), &at);
        Some(view! {
            <Info>
                <p>{text}</p>
                <button type="button" class="button" on:click=discard>{t!(draft.discard)}</button>
                <button type="button" class="button button-primary" on:click=restore>
                    {t!(draft.restore)}
                </button>
            </Info>
        })
    };
    view! { <div role="status">{offer}</div> }
}

/// Writes the draft to its place, and returns the place it was written to. `written` is the place of
/// the time before.
fn store(
    form: Form,
    here: Option<String>,
    written: Option<String>,
    found: RwSignal<Option<StoredDraft>>,
) -> Option<String> {
    let (dirty, draft) = (form.dirty(), form.draft.get().without_keys());
    // A place that was not written to yet may hold the draft of an earlier visit.
    if here != written && written.is_none() {
        let saved = untrack(|| form.saved.draft());
        let stored = here.as_deref().and_then(read);
        found.set(stored.filter(|it| it.draft != saved && it.draft != draft));
    }
    // Saved, undone, or saved under another address: the stored draft is obsolete.
    if let Some(old) = written.filter(|old| !dirty || here.as_ref() != Some(old)) {
        forget(&old);
    }
    form.page.draft_stored.set(false);
    let here = here.filter(|_| dirty)?;
    // The offered draft stays until the merchant has chosen.
    if found.with_untracked(Option::is_some) {
        return None;
    }
    let etag = form.saved.etag_untracked();
    let at = js_sys::Date::new_0().to_iso_string().into();
    form.page
        .draft_stored
        .set(write(&here, &StoredDraft { at, etag, draft }));
    Some(here)
}

fn restore(form: Form, stored: StoredDraft) {
    form.fill(stored.draft);
    if form.saved.etag_untracked() != stored.etag {
        // Somebody else saved since: nothing of theirs is overwritten unseen.
        form.page.conflict.ask(form.saved.get_untracked());
    }
    focus("description");
}

/// The key under which the draft of this user, site and account is stored; `None` while they are not
/// known.
fn place(form: Form) -> Option<String> {
    let id = form.saved.id();
    let account = id.as_ref().map_or("new", AccountId::as_str);
    form.services.site.with(|site| {
        let session = &site.ready()?.session;
        Some(["draft", &session.user, &session.site.id, account].join("/"))
    })
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn read(place: &str) -> Option<StoredDraft> {
    let text = storage()?.get_item(place).ok()??;
    api::read(js_sys::JSON::parse(&text).ok()?).ok()
}

/// Returns whether the browser stored it. A browser that does not is no reason for a message: the
/// page still has the draft.
fn write(place: &str, stored: &StoredDraft) -> bool {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let text = stored
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
