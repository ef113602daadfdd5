//! The last attempts of an item, and where to look at it.

use contract::transfer::{Attempt, TransferItem};
use leptos::prelude::*;

use super::labels;
use crate::{
    components::moment_with_seconds,
    i18n::{Key, Locale, fill},
    key,
};

/// The last attempts of an item, folded. Renders nothing when the first attempt succeeded.
#[component]
pub fn Attempts(
    /// The attempts, newest first.
    attempts: Vec<Attempt>,
    /// The language.
    locale: Locale,
) -> impl IntoView {
    let count = attempts.len().to_string();
    let row = |attempt| view! { <AttemptRow attempt locale/> };
    (!attempts.is_empty()).then(|| {
        view! {
            <details class="attempts">
                <summary>{fill(key!(transfers.attempts)(locale), &count)}</summary>
                <ol>{attempts.into_iter().map(row).collect_view()}</ol>
            </details>
        }
    })
}

#[component]
fn AttemptRow(attempt: Attempt, locale: Locale) -> impl IntoView {
    let outcome = labels::attempt(attempt.outcome)(locale);
    let status = attempt
        .status
        .map(|status| [" (HTTP ", &status.to_string(), ")"].concat());
    let request = attempt
        .request_id
        .map(|id| [" ", &fill(key!(transfers.request_id)(locale), &id)].concat());
    view! {
        <li>
            {moment_with_seconds(&attempt.at, locale)} ": " {outcome} {status} "."
            <span class="quiet">{request}</span>
        </li>
    }
}

/// The links to the order in the shop and to the contact in ActiveCampaign.
#[component]
pub fn ItemLinks(
    /// The item.
    item: TransferItem,
    /// The language.
    locale: Locale,
) -> impl IntoView {
    let link = |url: Option<String>, label: Key| {
        url.map(|url| {
            view! {
                <a href=url target="_blank" rel="noopener noreferrer">{label(locale)}</a>
            }
        })
    };
    let order = link(item.order_url, key!(transfers.open_order));
    let contact = link(item.contact_url, key!(transfers.lookup_contact));
    (order.is_some() || contact.is_some()).then(|| {
        view! { <p class="item-links">{order} {contact}</p> }
    })
}
