use contract::Account;
use leptos::prelude::*;

use super::{
    differences::{Difference, Field},
    field_labels::{label, names},
    merge::{Merged, merge, take},
    saving::save,
    state::Form,
};
use crate::{
    components::Dialog,
    i18n::{self, Locale, fill},
    key, t,
};

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
            <button type="button" class="button button-primary" on:click=move |_| keep_chosen(form)>
                {t!(conflict.keep_chosen)}
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

fn keep_chosen(form: Form) {
    let conflict = form.page.conflict;
    let (merged, theirs) = (merged(form), conflict.theirs.get_untracked());
    conflict.dialog.close();
    let (Some(Merged { mut draft, .. }), Some(theirs)) = (merged, theirs) else {
        return;
    };
    for field in conflict.chosen.get_untracked() {
        take(&mut draft, field, &theirs.account);
    }
    form.saved.set(Some(theirs));
    form.draft.set(draft);
    save(form);
}

/// The result of both editors' changes.
fn merged(form: Form) -> Option<Merged> {
    let conflict = form.page.conflict;
    let theirs = conflict.theirs.get_untracked()?;
    let mine = form.draft.get_untracked();
    let merged = |base: &Option<Account>| merge(&mine, base.as_ref(), &theirs.account);
    Some(conflict.base.with_value(merged))
}

/// The values of both editors, one row per field that both changed, and the names of the merged
/// fields.
#[component]
fn Differences(form: Form) -> impl IntoView {
    let locale = i18n::locale().get_untracked();
    let Merged {
        theirs, conflicts, ..
    } = merged(form)?;
    let chosen = form.page.conflict.chosen;
    let row = |difference| view! { <DifferenceRow chosen difference locale/> };
    let rows = conflicts.into_iter().map(row).collect_view();
    let others =
        (!theirs.is_empty()).then(|| fill(key!(conflict.merged)(locale), &names(&theirs, locale)));
    Some(view! {
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
        <p>{others}</p>
    })
}

#[component]
fn DifferenceRow(
    /// The fields for which the saved value is selected.
    chosen: RwSignal<Vec<Field>>,
    difference: Difference,
    locale: Locale,
) -> impl IntoView {
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
    let is_theirs = move || chosen.with(|chosen| chosen.contains(&field));
    let choose = move |theirs: bool| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != field);
            if theirs {
                chosen.push(field);
            }
        });
    };
    let name = label(field)(locale);
    let choice = move |value: String, checked: Signal<bool>, theirs: bool| {
        view! {
            <td>
                <label class="choice">
                    <input
                        type="radio"
                        name=["choice-", name].concat()
                        aria-label=[name, ": ", &value].concat()
                        prop:checked=checked
                        on:change=move |_| choose(theirs)
                    />
                    {value}
                </label>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {choice(theirs, Signal::derive(is_theirs), true)}
            {choice(mine, Signal::derive(move || !is_theirs()), false)}
        </tr>
    }
}
