use leptos::prelude::*;

use super::{
    draft::{Difference, Draft, Field, differences},
    state::Form,
};
use crate::{
    components::Dialog,
    i18n::{self, Key, Locale, fill},
    key, t,
};

/// The question to the second of two editors: which values to keep. Nothing is overwritten before
/// it is answered.
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
    view! {
        <Dialog state=form.conflict_dialog id="conflict-dialog" title cancel=key!(cancel) answers>
            <p>{t!(conflict.text)}</p>
            <Differences form/>
        </Dialog>
    }
}

fn take_theirs(form: Form) {
    let theirs = form.conflict.get_untracked();
    form.conflict_dialog.close();
    form.show(theirs);
}

fn keep_mine(form: Form) {
    let theirs = form.conflict.get_untracked();
    form.conflict_dialog.close();
    if let Some(theirs) = theirs {
        form.baseline.set(Draft::of(&theirs.account));
        form.saved.set(Some(theirs));
        form.save();
    }
}

/// The values of both editors, a row a field.
#[component]
fn Differences(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let mine = untrack(|| form.draft());
    let (base, theirs) = (form.saved.get_untracked(), form.conflict.get_untracked());
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
            // Of a key of one character nothing is shown.
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
