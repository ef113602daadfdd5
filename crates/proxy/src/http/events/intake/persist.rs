use std::collections::HashSet;

use contract::{event::Intake, transfer::TransferKind};

use super::parse::Batch;
use crate::{
    error::Error,
    http::{
        App,
        events::{receiver::Receiver, rejections, samples, wanted::wanted},
    },
    session::EventsSession,
    store::{NewItem, NewRejection, RejectionKey, StoredAccount},
};

/// Stores the items and the rejections of a batch, and completes its response.
pub async fn store(
    app: &App,
    session: &EventsSession,
    kind: TransferKind,
    batch: &mut Batch,
) -> Result<(), Error> {
    let intake = &mut batch.intake;
    let items = &batch.items[..];
    let rejections = std::mem::take(&mut batch.rejections);
    let Some(receiver) = super::receiver(app, session).await? else {
        intake.ignored += items.len() as u64;
        return Ok(());
    };
    keep(app, &receiver, kind, items, rejections, intake).await?;
    if kind == TransferKind::Order
        && let Some((index, adjustments)) = batch.last.take()
    {
        samples::keep(app, &receiver, &items[index], adjustments).await;
    }
    intake.wanted = wanted(app, &receiver).await?;
    Ok(())
}

async fn keep(
    app: &App,
    receiver: &Receiver,
    kind: TransferKind,
    items: &[NewItem],
    rejections: Vec<NewRejection>,
    intake: &mut Intake,
) -> Result<(), Error> {
    let account = &receiver.stored.account.id;
    let outbox = app.store.outbox();
    if !receiver.takes(kind) {
        intake.ignored += items.len() as u64;
        pass_over(app, receiver, items).await?;
        return Ok(());
    }
    if items.is_empty() && rejections.is_empty() {
        return Ok(());
    }
    app.store.account_queues().ensure(account).await?;
    let keys = items.iter().flat_map(rejections::keys);
    app.store.rejections().clear(account, kind, keys).await?;
    if !rejections.is_empty() {
        record(app, &receiver.stored, kind, items, rejections).await?;
    }
    if items.is_empty() {
        return Ok(());
    }
    let taken = outbox.take_in(account, kind, items).await?;
    // Wake for duplicates too: the request that stored them may have been aborted before it woke
    // the queue.
    if taken.accepted + taken.duplicates > 0 {
        app.dispatcher.wake(account);
    }
    intake.accepted += taken.accepted;
    intake.duplicates += taken.duplicates;
    intake.ignored += taken.ignored;
    Ok(())
}

/// Handles items that are never sent: an order still withdraws its cart, and items that arrive
/// while the account is disabled are counted.
async fn pass_over(app: &App, receiver: &Receiver, items: &[NewItem]) -> Result<(), Error> {
    let account = &receiver.stored.account;
    let ends_carts = items.iter().any(|item| item.cart.is_some());
    let skipped = !account.enabled && !items.is_empty();
    if ends_carts || skipped {
        app.store.account_queues().ensure(&account.id).await?;
    }
    if skipped {
        app.store
            .account_queues()
            .skip(&account.id, items.len())
            .await?;
    }
    if ends_carts {
        let outbox = app.store.outbox();
        outbox.pass_over(&account.id, items).await?;
    }
    Ok(())
}

/// Stores the rejections, except of items that the same batch also contains in a valid form.
async fn record(
    app: &App,
    about: &StoredAccount,
    kind: TransferKind,
    items: &[NewItem],
    mut rejections: Vec<NewRejection>,
) -> Result<(), Error> {
    let taken: HashSet<RejectionKey> = items.iter().flat_map(rejections::keys).collect();
    rejections.retain(|rejection| !taken.contains(&rejection.key));
    if !rejections.is_empty() {
        let store = app.store.rejections();
        store.record(about, kind, rejections).await?;
    }
    Ok(())
}
