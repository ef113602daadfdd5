//! What an account queue writes into *Lista dei Log*.

use std::time::Duration;

use contract::{
    log::{LogCode, LogKind},
    transfer::{PauseReason, TransferKind},
};

use crate::{
    activecampaign::Refusal,
    clock,
    store::{NewEntry, Work},
};

/// Something was dead-lettered.
pub(super) fn refused(work: &Work, refusal: &Refusal) -> NewEntry {
    let (code, name) = match work.kind {
        TransferKind::Order => (LogCode::OrderRefused, "number"),
        TransferKind::Cart => (LogCode::CartRefused, "id"),
    };
    let reason = serde_json::to_value(refusal.code).unwrap_or_default();
    NewEntry::new(LogKind::Error, code)
        .with(name, &work.label)
        .with("reason", reason.as_str().unwrap_or_default())
        .details(details(refusal))
        .of_item(work.id)
}

/// What ActiveCampaign asked for, where it is called again earlier.
pub(super) fn asked_for(pause: Duration) -> String {
    let seconds = pause.as_secs();
    format!("Retry-After: {seconds}. ActiveCampaign is called again within an hour.")
}

/// ActiveCampaign's words, and its identifier of the request.
pub(super) fn details(refusal: &Refusal) -> String {
    let words = without_addresses(&refusal.words);
    match &refusal.request_id {
        Some(id) => format!("{words} (X-Request-Id {id})"),
        None => words,
    }
}

/// The account queue stands still.
pub(super) fn paused(reason: PauseReason, until: Option<i64>, details: Option<String>) -> NewEntry {
    let (kind, code) = match reason {
        PauseReason::KeyRejected => (LogKind::Error, LogCode::KeyRejected),
        PauseReason::AccountNotFound => (LogKind::Error, LogCode::AccountNotFound),
        PauseReason::NoEcommerce => (LogKind::Error, LogCode::NoEcommerce),
        PauseReason::AccountSuspended => (LogKind::Error, LogCode::AccountSuspended),
        PauseReason::ConnectionRefused => (LogKind::Error, LogCode::ConnectionRefused),
        PauseReason::Maintenance => (LogKind::Warning, LogCode::Maintenance),
        PauseReason::RateLimited => (LogKind::Warning, LogCode::RateLimited),
        PauseReason::Unreachable
        | PauseReason::AccountDisabled
        | PauseReason::ModuleInactive
        | PauseReason::Unknown => (LogKind::Warning, LogCode::Unreachable),
    };
    let mut entry = NewEntry::new(kind, code);
    if let Some(details) = details {
        entry = entry.details(details);
    }
    match until {
        Some(until) => entry.with("until", clock::at_milliseconds(until)),
        None => entry,
    }
}

/// The account queue goes on.
pub(super) fn resumed() -> NewEntry {
    NewEntry::new(LogKind::Info, LogCode::Resumed)
}

/// So much was sent since the account queue began, or last said so.
pub(super) fn sent(orders: u64, carts: u64) -> NewEntry {
    NewEntry::new(LogKind::Info, LogCode::Sent)
        .with("orders", orders)
        .with("carts", carts)
}

/// ActiveCampaign may repeat an e-mail address in its words; the log names nobody.
fn without_addresses(words: &str) -> String {
    let hidden = words
        .split_whitespace()
        // As it is, and as it is in a URL.
        .map(|word| match word.contains('@') || word.contains("%40") {
            true => "…",
            false => word,
        });
    hidden.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named() {
        let words = without_addresses("Contact <anna@a.example> is not valid");
        assert_eq!(words, "Contact … is not valid");
        let words = without_addresses("none at /contacts?email=anna%40a.example");
        assert_eq!(words, "none at …");
    }
}
