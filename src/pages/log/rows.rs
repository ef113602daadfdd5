use contract::log::{LogEntry, LogKind};
use leptos::prelude::*;

use super::{labels, query::code_name, state::LogState};
use crate::{
    components::{Button, Dialog, moment},
    i18n::{self, Locale, fill},
    key, messages, t,
};

/// One row of the log.
pub fn row(state: LogState, details: Dialog, entry: &LogEntry, locale: Locale) -> AnyView {
    let message = labels::message(entry, locale);
    let class = match entry.kind {
        LogKind::Info => "kind",
        LogKind::Warning => "kind kind-warning",
        LogKind::Error => "kind kind-error",
    };
    let label = fill(key!(log.show_details)(locale), &message);
    let shown = entry.clone();
    let show = move || {
        state.shown.set(Some(shown.clone()));
        details.show();
    };
    view! {
        <tr role="row">
            <td role="cell" data-label=t!(log.created_at)>{moment(&entry.created_at, locale)}</td>
            <td role="cell" data-label=t!(log.message)>{message}</td>
            <td role="cell" data-label=t!(log.kind)><span class=class>{labels::kind(entry.kind)(locale)}</span></td>
            <td role="cell" data-label=t!(log.account)>{entry.account_description.clone()}</td>
            <td role="cell">
                {Button::icon("lens", Signal::stored("icon icon-info"), Signal::stored(label)).on_press(show)}
            </td>
        </tr>
    }
    .into_any()
}

/// Everything there is to know of the row that is shown.
pub fn details(state: LogState) -> AnyView {
    let Some(entry) = state.shown.get() else {
        return ().into_any();
    };
    let locale = i18n::locale().get();
    let refused = labels::refused(&entry)
        .map(|code| view! { <p>{messages::failure(code)(locale)} " " {messages::remedy(code.remedy())(locale)}</p> }.into_any());
    let more = entry.details.clone().map(|details| {
        view! { <p class="quiet">{t!(log.in_its_words)}</p> <pre>{details}</pre> }.into_any()
    });
    view! {
        <p>{labels::message(&entry, locale)}</p>
        {refused}
        <p class="quiet">{moment(&entry.created_at, locale)} " · " {labels::kind(entry.kind)(locale)}</p>
        <dl class="params"><div><dt>{t!(log.code)}</dt><dd>{code_name(entry.code)}</dd></div></dl>
        {more}
    }
    .into_any()
}
