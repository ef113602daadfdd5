//! Looks up one order or cart by its number.

use contract::transfer::{
    PauseReason, TransferItem, TransferKind, TransferState, Wait, WaitReason,
};

use crate::{
    clock,
    error::Error,
    http::App,
    store::{Found, StoredAccount},
};

/// Maximum number of items in the response for one number.
const MOST: i64 = 50;
/// Longer than any number or identifier, in bytes.
const LONGEST: usize = 4096;

/// A pause of the account and its end.
type Paused = (PauseReason, Option<String>);

/// Every order and cart of the account with this number or identifier: rejections first, then the
/// newest.
pub(super) async fn find(
    app: &App,
    stored: &StoredAccount,
    paused: Option<Paused>,
    history_paused: bool,
    number: &str,
) -> Result<Vec<TransferItem>, Error> {
    // Remove what people add when they copy a number.
    let number = number.trim().trim_start_matches('#').trim_start();
    if number.is_empty() {
        return Err(Error::MalformedRequest("the number is empty"));
    }
    // No row can contain these values, and PostgreSQL rejects a zero byte.
    if number.contains('\0') || number.len() > LONGEST {
        return Ok(Vec::new());
    }
    let account = &stored.account.id;
    let rejections = app.store.rejections();
    let mut items = rejections.of_number(account, number, MOST).await?;
    for found in app.store.outbox().of_number(account, number, MOST).await? {
        items.push(placed(app, stored, paused.as_ref(), history_paused, found));
    }
    Ok(items)
}

fn placed(
    app: &App,
    stored: &StoredAccount,
    paused: Option<&Paused>,
    history_paused: bool,
    Found {
        item,
        contact_id,
        next_attempt_at,
        is_old,
    }: Found,
) -> TransferItem {
    TransferItem {
        contact_url: contact_url(app, stored, contact_id.as_deref()),
        wait: wait(
            stored,
            paused,
            &item,
            next_attempt_at,
            is_old && history_paused,
        ),
        ..item
    }
}

/// The page of a contact in ActiveCampaign.
pub(super) fn contact_url(
    app: &App,
    stored: &StoredAccount,
    contact_id: Option<&str>,
) -> Option<String> {
    let name = &stored.account.account_name;
    let page = app
        .activecampaign_app
        .page(name, &["app", "contacts", contact_id?]);
    page.map(String::from)
}

/// What a waiting item waits for: a pause of the account comes first, then a disabled kind.
fn wait(
    stored: &StoredAccount,
    paused: Option<&Paused>,
    item: &TransferItem,
    next_attempt_at: Option<i64>,
    history_paused: bool,
) -> Option<Wait> {
    let is_held = match item.state {
        TransferState::Held => true,
        TransferState::Waiting => false,
        _ => return None,
    };
    if let Some((pause, until)) = paused {
        return Some(Wait {
            reason: WaitReason::Paused,
            pause: Some(*pause),
            until: until.clone(),
        });
    }
    let ecommerce = stored.account.ecommerce;
    let reason = match item.kind {
        TransferKind::Order if !ecommerce.orders => WaitReason::OrdersOff,
        TransferKind::Cart if !ecommerce.abandoned_carts => WaitReason::CartsOff,
        _ if history_paused => WaitReason::HistoryPaused,
        _ if is_held => WaitReason::Synchronisation,
        _ if next_attempt_at.is_some() => WaitReason::Retry,
        _ => WaitReason::Turn,
    };
    let until = next_attempt_at.filter(|_| reason == WaitReason::Retry);
    Some(Wait {
        reason,
        pause: None,
        until: until.map(clock::at_milliseconds),
    })
}
