use leptos::prelude::*;

use super::{
    draft::{Difference, Draft, Field, differences},
    state::Form,
};
use crate::{
    components::{Button, dialog},
    i18n::{self, Key, Locale, fill},
    key, t,
};

/// The question to the second of two editors: which values to keep. Nothing is overwritten until
/// it is answered.
pub fn conflict(form: Form) -> AnyView {
    let title = {
        let text = t!(conflict.title);
        Signal::derive(move || text.get().to_owned())
    };
    let take_theirs = move || {
        let theirs = form.conflict.get_untracked();
        form.conflict_dialog.close();
        form.show(theirs);
    };
    let keep_mine = move || {
        let theirs = form.conflict.get_untracked();
        form.conflict_dialog.close();
        if let Some(theirs) = theirs {
            form.baseline.set(Draft::of(&theirs.account));
            form.saved.set(Some(theirs));
            form.save();
        }
    };
    dialog(
        form.conflict_dialog,
        "conflict-dialog",
        title,
        key!(cancel),
        move || view! { <p>{t!(conflict.text)}</p> {table(form)} }.into_any(),
        move || {
            view! {
                {Button::text("button", t!(conflict.take_theirs)).on_press(take_theirs)}
                {Button::text("button button-primary", t!(conflict.keep_mine)).on_press(keep_mine)}
            }
            .into_any()
        },
    )
}

fn table(form: Form) -> AnyView {
    let locale = i18n::locale().get_untracked();
    let mine = untrack(|| form.draft());
    let (base, theirs) = (form.saved.get_untracked(), form.conflict.get_untracked());
    let (Some(base), Some(theirs)) = (base, theirs) else {
        return ().into_any();
    };
    let rows: Vec<AnyView> = differences(&mine, &base.account, &theirs.account)
        .into_iter()
        .map(|difference| row(difference, locale))
        .collect();
    view! {
        <table class="differences">
            <thead><tr>
                <th scope="col">{t!(conflict.field)}</th>
                <th scope="col">{t!(conflict.theirs)}</th>
                <th scope="col">{t!(conflict.mine)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(difference: Difference, locale: Locale) -> AnyView {
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
            (
                field,
                ends(&theirs),
                mine.as_deref().map_or_else(untouched, ends),
            )
        }
    };
    view! { <tr><th scope="row">{label(field)(locale)}</th><td>{theirs}</td><td>{mine}</td></tr> }
        .into_any()
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
