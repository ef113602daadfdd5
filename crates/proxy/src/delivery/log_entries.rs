//! The entries that an account queue writes to *Lista dei Log*.

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

/// Entry for a dead letter.
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

/// Detail of a pause for which ActiveCampaign requested a longer wait than the proxy makes.
pub(super) fn requested_pause(pause: Duration) -> String {
    let seconds = pause.as_secs();
    format!("Retry-After: {seconds}. ActiveCampaign is called again within an hour.")
}

/// ActiveCampaign's message without e-mail addresses, and its request id.
pub(super) fn details(refusal: &Refusal) -> String {
    let words = without_addresses(&refusal.words);
    match &refusal.request_id {
        Some(id) => format!("{words} (X-Request-Id {id})"),
        None => words,
    }
}

/// Entry for an account queue that pauses until `until` (milliseconds since the epoch), or until
/// somebody resumes it.
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

/// Entry for an account queue that resumes.
pub(super) fn resumed() -> NewEntry {
    NewEntry::new(LogKind::Info, LogCode::Resumed)
}

/// Entry for the number of items sent in a run.
pub(super) fn sent(orders: u64, carts: u64) -> NewEntry {
    NewEntry::new(LogKind::Info, LogCode::Sent)
        .with("orders", orders)
        .with("carts", carts)
}

/// Hides e-mail addresses, which ActiveCampaign may repeat in its message: the log contains no
/// personal data.
fn without_addresses(words: &str) -> String {
    let hidden = words
        .split_whitespace()
        // The plain and the URL-encoded form.
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
    fn the_log_hides_e_mail_addresses() {
        let words = without_addresses("Contact <anna@a.example> is not valid");
        assert_eq!(words, "Contact … is not valid");
        let words = without_addresses("none at /contacts?email=anna%40a.example");
        assert_eq!(words, "none at …");
    }
}
