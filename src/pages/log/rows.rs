use contract::log::{LogEntry, LogKind};
use leptos::prelude::*;

use super::{labels, query::code_name, state::LogState};
use crate::{
    components::{DialogState, IconButton, moment},
    i18n::{self, Locale, fill},
    key, messages, t,
};

/// One row of the log.
#[component]
pub fn LogRow(
    /// The page's state.
    state: LogState,
    /// The dialog with the details.
    details: DialogState,
    /// The row.
    entry: LogEntry,
    /// The language of the moment.
    locale: Locale,
) -> impl IntoView {
    let message = labels::message(&entry, locale);
    let class = match entry.kind {
        LogKind::Info => "kind",
        LogKind::Warning => "kind kind-warning",
        LogKind::Error => "kind kind-error",
    };
    let label = fill(key!(log.show_details)(locale), &message);
    let at = moment(&entry.created_at, locale);
    let kind = labels::kind(entry.kind)(locale);
    let account = entry.account_description.clone();
    let show = move |()| {
        state.shown.set(Some(entry.clone()));
        details.show();
    };
    view! {
        <tr role="row">
            <td role="cell" data-label=t!(log.created_at)>{at}</td>
            <td role="cell" data-label=t!(log.message)>{message}</td>
            <td role="cell" data-label=t!(log.kind)><span class=class>{kind}</span></td>
            <td role="cell" data-label=t!(log.account)>{account}</td>
            <td role="cell">
                <IconButton class="lens" icon="icon-info" label on_press=show/>
            </td>
        </tr>
    }
}

/// The details of the row that is shown.
#[component]
pub fn Details(
    /// The page's state.
    state: LogState,
) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let (entry, locale) = (state.shown.get()?, locale.get());
        let refused = labels::refused(&entry).map(|code| {
            let (why, remedy) = (messages::failure(code), messages::remedy(code.remedy()));
            view! { <p>{why(locale)} " " {remedy(locale)}</p> }
        });
        let more = entry.details.clone().map(|details| {
            view! { <p class="quiet">{t!(log.in_its_words)}</p> <pre>{details}</pre> }
        });
        let when = moment(&entry.created_at, locale);
        Some(view! {
            <p>{labels::message(&entry, locale)}</p>
            {refused}
            <p class="quiet">{when} " · " {labels::kind(entry.kind)(locale)}</p>
            <dl class="params">
                <div><dt>{t!(log.code)}</dt><dd>{code_name(entry.code)}</dd></div>
            </dl>
            {more}
        })
    }
}
