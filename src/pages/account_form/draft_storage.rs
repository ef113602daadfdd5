//! Stores the unsaved draft in the browser, so that a reload, a crash or an expired session loses
//! no input. The API key is not stored: [`Draft`] does not serialize it.

use contract::AccountId;
use leptos::{ev, prelude::*};
use leptos_use::{UseTimeoutFnReturn, use_event_listener, use_timeout_fn, use_window};
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::{draft::Draft, state::Form};
use crate::{
    api,
    components::{Info, focus, moment},
    i18n::{self, fill},
    key, t,
};

/// How long after a change the draft is written, in milliseconds. Serializing it takes longer than a
/// key may take until the next picture.
const WRITE_AFTER: f64 = 100.0;

/// A stored draft.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct StoredDraft {
    /// When the draft was stored: RFC 3339.
    at: String,
    /// The version of the account that the draft changes. A newer one was saved by another user.
    etag: Option<String>,
    draft: Draft,
}

/// A stored draft of an earlier visit, and its storage key.
#[derive(Clone, PartialEq)]
struct Offer {
    place: String,
    stored: StoredDraft,
}

/// The state of the effect that stores the draft.
#[derive(Clone, Default)]
struct Progress {
    /// The storage key from which the drafts of an earlier visit were read.
    read: Option<String>,
    /// The storage key of the present draft; `None` without unsaved changes.
    own: Option<String>,
}

/// Stores the draft while there are unsaved changes, and offers the stored drafts of an earlier
/// visit.
#[component]
pub fn DraftOffer(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let locale = i18n::locale();
    let offers = RwSignal::new(Vec::<Offer>::new());
    let place = Memo::new(move |_| place(form));
    let write_soon = writer(form);
    Effect::new(move |progress: Option<Progress>| {
        let progress = follow(form, place.get(), progress.unwrap_or_default(), offers);
        write_soon(progress.own.clone());
        progress
    });
    let take = move || offers.try_update(|it| (!it.is_empty()).then(|| it.remove(0)));
    let restore = move |_| {
        if let Some(offer) = take().flatten() {
            restore(form, offer.stored);
        }
    };
    let discard = move |_| {
        if let Some(offer) = take().flatten() {
            forget(&offer.place);
        }
        focus("description");
    };
    let view = move || {
        let stored = offers.with(|offers| offers.first().map(|offer| offer.stored.clone()))?;
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
    view! { <div role="status">{view}</div> }
}

/// Returns a function that writes the draft to a storage key after [`WRITE_AFTER`], or when the page
/// is left before. `None` cancels.
fn writer(form: Form) -> impl Fn(Option<String>) {
    let pending = StoredValue::new(None::<String>);
    let write = move || {
        if let Some(place) = pending.try_update_value(Option::take).flatten() {
            form.page.draft_stored.set(write(form, &place));
        }
    };
    let UseTimeoutFnReturn {
        is_pending, start, ..
    } = use_timeout_fn(move |()| write(), WRITE_AFTER);
    let _ = use_event_listener(use_window(), ev::pagehide, move |_| write());
    on_cleanup(write);
    move |place| {
        if place.is_none() {
            form.page.draft_stored.set(false);
        }
        pending.set_value(place);
        if pending.with_value(Option::is_some) && !is_pending.get_untracked() {
            start(());
        }
    }
}

/// Offers the drafts of an earlier visit, forgets an obsolete one of this visit, and returns where
/// the present one belongs: while others are offered, under a separate key.
fn follow(
    form: Form,
    here: Option<String>,
    mut progress: Progress,
    offers: RwSignal<Vec<Offer>>,
) -> Progress {
    let (dirty, draft) = (form.dirty(), form.draft.get().without_keys());
    // An entry that this visit has not written may be the draft of an earlier visit.
    if here != progress.read && progress.own.is_none() {
        offers.set(
            here.as_deref()
                .map_or_else(Vec::new, |here| found(form, here, &draft)),
        );
    }
    progress.read = here.clone();
    let own = here
        .filter(|_| dirty)
        .map(|here| match offers.with(Vec::is_empty) {
            true => here,
            false => beside(&here),
        });
    // Saved, undone, or saved under another path: the stored draft is obsolete.
    if let Some(old) = progress.own.filter(|old| own.as_ref() != Some(old)) {
        forget(&old);
    }
    progress.own = own;
    progress
}

/// The drafts of an earlier visit that differ from the form; the previously offered one first.
fn found(form: Form, here: &str, draft: &Draft) -> Vec<Offer> {
    let saved = untrack(|| form.saved.draft());
    let offer = |place: String| {
        let stored = read(&place)?;
        let is_new = stored.draft != saved && stored.draft != *draft;
        is_new.then_some(Offer { place, stored })
    };
    let places = [here.to_owned(), beside(here)];
    let mut offers: Vec<Offer> = places.into_iter().filter_map(offer).collect();
    // The merchant typed the same input again.
    offers.dedup_by(|later, first| {
        let same = later.stored.draft == first.stored.draft;
        if same {
            forget(&later.place);
        }
        same
    });
    offers
}

/// The storage key of a draft while another one is offered.
fn beside(here: &str) -> String {
    [here, "/beside"].concat()
}

fn restore(form: Form, stored: StoredDraft) {
    form.fill(stored.draft);
    if form.saved.etag_untracked() != stored.etag {
        // Another user saved since: do not overwrite silently.
        form.page.conflict.ask(None, form.saved.get_untracked());
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

/// Writes the draft, and returns whether the browser stored it. A failure needs no message: the page
/// still has the draft.
fn write(form: Form, place: &str) -> bool {
    let stored = StoredDraft {
        at: js_sys::Date::new_0().to_iso_string().into(),
        etag: form.saved.etag_untracked(),
        draft: form.draft.get_untracked().without_keys(),
    };
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
