//! Stores the unsaved draft in the browser, so that a reload, a crash or an expired session loses
//! no input. The API key is not stored: [`Draft`] does not serialize it.

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

/// A stored draft.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct StoredDraft {
    /// When the draft was stored: RFC 3339.
    at: String,
    /// The version of the account that the draft changes. A newer one was saved by another user.
    etag: Option<String>,
    draft: Draft,
}

/// Stores the draft while there are unsaved changes, and offers the stored draft of an earlier
/// visit.
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

/// Stores the draft and returns its storage key. `written` is the previous storage key.
fn store(
    form: Form,
    here: Option<String>,
    written: Option<String>,
    found: RwSignal<Option<StoredDraft>>,
) -> Option<String> {
    let (dirty, draft) = (form.dirty(), form.draft.get().without_keys());
    // An entry that this visit has not written may be the draft of an earlier visit.
    if here != written && written.is_none() {
        let saved = untrack(|| form.saved.draft());
        let stored = here.as_deref().and_then(read);
        found.set(stored.filter(|it| it.draft != saved && it.draft != draft));
    }
    // Saved, undone, or saved under another path: the stored draft is obsolete.
    if let Some(old) = written.filter(|old| !dirty || here.as_ref() != Some(old)) {
        forget(&old);
    }
    form.page.draft_stored.set(false);
    let here = here.filter(|_| dirty)?;
    // Keep the offered draft until the merchant has chosen.
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
        // Another user saved since: do not overwrite silently.
        form.page.conflict.ask(form.saved.get_untracked());
    }
    focus("description");
}

/// The storage key of the draft of this user, site and account; `None` while they are unknown.
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

/// Returns whether the browser stored the draft. A failure needs no message: the page still has the
/// draft.
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
