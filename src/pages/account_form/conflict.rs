use leptos::prelude::*;

use super::{
    differences::{Difference, Field, differences},
    saving::save,
    state::Form,
};
use crate::{
    api::Versioned,
    components::{Dialog, DialogState},
    i18n::{self, Key, Locale, fill},
    key, t,
};

/// A save conflict: the version that another user saved meanwhile, until the merchant has compared
/// both.
#[derive(Clone, Copy)]
pub struct Conflict {
    theirs: RwSignal<Option<Versioned>>,
    /// The dialog that shows both versions.
    pub dialog: DialogState,
}

impl Conflict {
    /// No conflict.
    pub fn none() -> Self {
        Self {
            theirs: RwSignal::new(None),
            dialog: DialogState::new(),
        }
    }

    /// Shows the dialog.
    pub fn ask(self, theirs: Option<Versioned>) {
        self.theirs.set(theirs);
        self.dialog.show();
    }

    /// Clears the conflict.
    pub fn clear(self) {
        self.theirs.set(None);
    }
}

/// The dialog for the second of two editors: which values to keep. Nothing is overwritten before
/// the merchant has chosen.
#[component]
pub fn ConflictDialog(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let title = t!(conflict.title);
    let title = Signal::derive(move || title.get().to_owned());
    let answers = move || {
        view! {
            <button type="button" class="button" on:click=move |_| take_theirs(form)>
                {t!(conflict.take_theirs)}
            </button>
            <button type="button" class="button button-primary" on:click=move |_| keep_mine(form)>
                {t!(conflict.keep_mine)}
            </button>
        }
    };
    let dialog = form.page.conflict.dialog;
    view! {
        <Dialog state=dialog id="conflict-dialog" title cancel=key!(cancel) answers>
            <p>{t!(conflict.text)}</p>
            <Differences form/>
        </Dialog>
    }
}

fn take_theirs(form: Form) {
    let conflict = form.page.conflict;
    let theirs = conflict.theirs.get_untracked();
    conflict.dialog.close();
    form.show(theirs);
}

fn keep_mine(form: Form) {
    let conflict = form.page.conflict;
    let theirs = conflict.theirs.get_untracked();
    conflict.dialog.close();
    if theirs.is_some() {
        form.saved.set(theirs);
        save(form);
    }
}

/// The values of both editors, one row per field.
#[component]
fn Differences(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let mine = form.draft.get_untracked();
    let base = form.saved.get_untracked();
    let theirs = form.page.conflict.theirs.get_untracked();
    let rows = base.zip(theirs).map(|(base, theirs)| {
        differences(&mine, &base.account, &theirs.account)
            .into_iter()
            .map(|difference| view! { <DifferenceRow difference locale=locale.get_untracked()/> })
            .collect_view()
    });
    view! {
        <table class="differences">
            <thead>
                <tr>
                    <th scope="col">{t!(conflict.field)}</th>
                    <th scope="col">{t!(conflict.theirs)}</th>
                    <th scope="col">{t!(conflict.mine)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn DifferenceRow(difference: Difference, locale: Locale) -> impl IntoView {
    let yes_no = |on: bool| (if on { key!(yes) } else { key!(no) })(locale).to_owned();
    let (field, theirs, mine) = match difference {
        Difference::Text(field, theirs, mine) => (field, theirs, mine),
        Difference::Switch(field, theirs, mine) => (field, yes_no(theirs), yes_no(mine)),
        Difference::Key(field, theirs, mine) => {
            // Of a one-character key nothing is shown.
            let ends = |last4: &str| match last4 {
                "" => key!(conflict.key_changed)(locale).to_owned(),
                last4 => fill(key!(conflict.key_ends)(locale), last4),
            };
            let untouched = || key!(conflict.key_untouched)(locale).to_owned();
            let mine = mine.as_deref().map_or_else(untouched, ends);
            (field, ends(&theirs), mine)
        }
    };
    view! {
        <tr>
            <th scope="row">{label(field)(locale)}</th>
            <td>{theirs}</td>
            <td>{mine}</td>
        </tr>
    }
}

fn label(field: Field) -> Key {
    match field {
        Field::Description => key!(form.description),
        Field::AccountName => key!(form.account_name),
        Field::ApiKey => key!(form.api_key),
        Field::Orders => key!(form.orders),
        Field::AbandonedCarts => key!(form.carts),
    }
}
