//! Items rejected on submission.

use contract::transfer::TransferItem;
use leptos::prelude::*;

use super::labels;
use crate::{
    api::List,
    components::{keep_focus, moment, number},
    i18n::{self, Locale, fill},
    key, messages,
    pages::account_form::state::Form,
    t,
};

/// The loaded pages of an account's rejections.
#[derive(Clone, Copy)]
pub struct Rejected {
    items: RwSignal<Vec<TransferItem>>,
    next: RwSignal<Option<String>>,
    /// The number of rejections when the first page was loaded.
    known: StoredValue<i64>,
    form: Form,
}

impl Rejected {
    /// No rejections loaded.
    pub fn none(form: Form) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            known: StoredValue::new(0),
            form,
        }
    }

    /// Reloads the list when the number of rejections has changed.
    pub fn seen(self, count: i64) {
        if self.known.get_value() == count {
            return;
        }
        self.known.set_value(count);
        match count {
            0 => self.show(|items| items.clear(), None),
            _ => self.read(None),
        }
    }

    /// Loads one more page.
    pub fn more(self) {
        self.read(self.next.get_untracked());
    }

    fn read(self, cursor: Option<String>) {
        let Some(id) = self.form.saved.id_untracked() else {
            return;
        };
        self.form.services.scope.spawn(async move {
            let api = self.form.services.api;
            match api.transfers(&id, List::Rejected, cursor.as_deref()).await {
                // The button was pressed twice, or the list was reloaded meanwhile: this page is
                // outdated.
                Ok(_) if cursor.is_some() && self.next.get_untracked() != cursor => {}
                Ok(answer) => {
                    let (items, next) = (answer.items, answer.next_cursor);
                    self.show(
                        |shown| match cursor {
                            None => *shown = items,
                            Some(_) => shown.extend(items),
                        },
                        next,
                    );
                }
                // The next poll loads the list again.
                Err(_) => self.known.set_value(0),
            }
        });
    }

    fn show(self, change: impl FnOnce(&mut Vec<TransferItem>), next: Option<String>) {
        keep_focus("#rejected", &["rejected-title", "transfers-fold"], || {
            self.items.update(change);
            self.next.set(next);
        });
    }
}

/// The list: number, time, reason and what to do.
#[component]
pub fn RejectedList(
    /// The rejections of the account.
    state: Rejected,
) -> impl IntoView {
    let locale = i18n::locale();
    let rows = move || {
        let (items, locale) = (state.items.get(), locale.get());
        let row = |item| view! { <RejectedRow item locale/> };
        items.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || !state.items.with(Vec::is_empty)>
            <div id="rejected">
                <h3 id="rejected-title" class="failed-title" tabindex="-1">
                    {t!(transfers.rejected_title)}
                </h3>
                <p class="quiet">{t!(transfers.rejected_what)}</p>
                <ul class="failed" aria-labelledby="rejected-title">{rows}</ul>
                <Show when=move || state.next.with(Option::is_some)>
                    <div class="failed-answers">
                        <button type="button" class="button" on:click=move |_| state.more()>
                            {t!(transfers.more)}
                        </button>
                    </div>
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn RejectedRow(item: TransferItem, locale: Locale) -> impl IntoView {
    let why = item.rejection.as_ref().map(|rejection| {
        let (why, remedy) = (
            messages::rejection(rejection.reason),
            messages::remedy(rejection.remedy),
        );
        let at = moment(&rejection.at, locale);
        let when = fill(key!(transfers.rejected_at)(locale), &at);
        let times = (rejection.times > 1).then(|| {
            let times = number(rejection.times, locale);
            [" ", &fill(key!(transfers.rejected_times)(locale), &times)].concat()
        });
        view! {
            <p>{why(locale)} " " {remedy(locale)}</p>
            <p class="quiet">{when} {times}</p>
        }
    });
    view! {
        <li>
            <div>
                <p><strong>{labels::name(&item, locale)}</strong></p>
                {why}
            </div>
        </li>
    }
}
