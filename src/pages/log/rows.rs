use contract::{
    AccountId,
    log::{LogCode, LogEntry, LogKind},
};
use leptos::prelude::*;

use super::{labels, state::LogState};
use crate::{
    components::{DialogState, IconButton, moment_with_seconds},
    i18n::{self, fill},
    key, links, messages, t,
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
) -> impl IntoView {
    let locale = i18n::locale();
    let class = match entry.kind {
        LogKind::Info => "kind",
        LogKind::Warning => "kind kind-warning",
        LogKind::Error => "kind kind-error",
    };
    let kind = i18n::text(messages::log_kind(entry.kind));
    let account = account_link(&entry);
    let entry = StoredValue::new(entry);
    let message = Signal::derive(move || {
        let locale = locale.get();
        entry.with_value(|entry| labels::message(entry, locale))
    });
    let label = Signal::derive(move || fill(key!(log.show_details)(locale.get()), &message.get()));
    let at = move || entry.with_value(|entry| moment_with_seconds(&entry.created_at, locale.get()));
    let show = move |()| {
        state.shown.set(Some(entry.get_value()));
        details.show();
    };
    view! {
        <tr role="row">
            <td role="cell" data-label=t!(log.created_at)>{at}</td>
            <td role="cell" data-label=t!(log.message)><Message entry message/></td>
            <td role="cell" data-label=t!(log.kind)><span class=class>{kind}</span></td>
            <td role="cell" data-label=t!(log.account)>{account}</td>
            <td role="cell">
                <IconButton class="lens" icon="icon-info" label on_press=show/>
            </td>
        </tr>
    }
}

/// The message of a row; *apri l'account* in it is a link.
#[component]
fn Message(entry: StoredValue<LogEntry>, message: Signal<String>) -> impl IntoView {
    let locale = i18n::locale();
    let href = entry.with_value(address);
    move || {
        let words = key!(log.open_account)(locale.get());
        message.with(|message| match (&href, message.split_once(words)) {
            (Some(href), Some((before, after))) => {
                let (before, after) = (before.to_owned(), after.to_owned());
                view! { {before} <a href=href.clone()>{words}</a> {after} }.into_any()
            }
            _ => message.clone().into_any(),
        })
    }
}

/// The name of the account as a link to its page.
fn account_link(entry: &LogEntry) -> Option<AnyView> {
    let name = entry.account_description.clone()?;
    Some(match address(entry) {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    })
}

/// The path of the account's page, unless the row reports its deletion.
fn address(entry: &LogEntry) -> Option<String> {
    let id = entry.account_id.as_deref().and_then(AccountId::parse)?;
    (entry.code != LogCode::AccountDeleted).then(|| links::account(&id))
}

/// The details of the selected row.
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
        // For the support; entries without a problem do not need it.
        let code = (entry.kind != LogKind::Info).then(|| {
            view! {
                <dl class="params">
                    <div><dt>{t!(log.code)}</dt><dd>{entry.code.code()}</dd></div>
                </dl>
            }
        });
        let when = moment_with_seconds(&entry.created_at, locale);
        Some(view! {
            <p>{labels::message(&entry, locale)}</p>
            {refused}
            <p class="quiet">{when} " · " {messages::log_kind(entry.kind)(locale)}</p>
            {code}
            {more}
        })
    }
}
