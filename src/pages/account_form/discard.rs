use leptos::prelude::*;

use super::{draft::Draft, state::Form};
use crate::{
    components::{Notice, NoticeKind, focus},
    key, t,
};

/// *Scarta le modifiche*, while there are unsaved changes. The notice has an undo button.
#[component]
pub fn Discard(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let discard = move |_| {
        // The button disappears together with the changes.
        focus("page-title");
        let draft = form.draft.get_untracked();
        form.reset();
        form.page.failed.set(None);
        offer_undo(form, draft);
    };
    view! {
        <Show when=move || form.dirty()>
            <button type="button" class="link" on:click=discard>{t!(form.discard)}</button>
        </Show>
    }
}

fn offer_undo(form: Form, draft: Draft) {
    let popup = form.services.popup;
    let undo = move || {
        let draft = draft.clone();
        let restore = move |_| {
            form.fill(draft.clone());
            focus("description");
            popup.close();
        };
        view! {
            <p>
                <button type="button" class="link" on:click=restore>{t!(form.discard_undo)}</button>
            </p>
        }
    };
    let title = key!(form.discarded)(form.services.locale.get_untracked());
    popup.show(Notice {
        detail: ViewFn::from(undo),
        ..Notice::plain(NoticeKind::Plain, title.to_owned())
    });
}
