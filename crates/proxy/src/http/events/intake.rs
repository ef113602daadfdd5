use contract::{
    Platform,
    event::{Intake, ItemError, RejectedItem},
    transfer::TransferKind,
};
use serde_json::value::RawValue;

use crate::{
    app::App,
    error::Error,
    session::{EventsSession, SiteId},
    store::{KnownSite, NewItem, StoredAccount},
};

/// What an item turned out to be.
pub(super) enum Checked {
    /// To be sent.
    Item(Box<NewItem>),
    /// Something that is never sent.
    Excluded,
}

/// A batch of one kind.
pub(super) struct Intaken<'a> {
    /// What the items are.
    pub kind: TransferKind,
    /// The name of the list, as in pointers.
    pub list: &'static str,
    /// The items as sent.
    pub items: &'a [&'a RawValue],
    /// Reads and checks one.
    pub check: fn(&RawValue) -> Result<Checked, Vec<ItemError>>,
}

/// The account that a site's data is for, if the site sends any: the module is active and the
/// account enabled. Remembers what the token says of the site.
pub(super) async fn receiver(
    app: &App,
    session: &EventsSession,
) -> Result<Option<StoredAccount>, Error> {
    let said = session.known_site();
    let accounts = remember_site(app, session.site(), &said).await?;
    Ok(accounts
        .into_iter()
        .find(|stored| stored.account.platform == Platform::ActiveCampaign)
        .filter(|stored| said.module_active && stored.account.enabled))
}

/// Remembers what a token says of its site; returns the site's accounts. What is new is told to
/// their lanes: the module may have been switched on or off.
pub(in crate::http) async fn remember_site(
    app: &App,
    site: &SiteId,
    said: &KnownSite,
) -> Result<Vec<StoredAccount>, Error> {
    let is_new = app.store.sites().remember(site, said).await?;
    let accounts = app.store.accounts().of_site(site).await?;
    for stored in accounts.iter().filter(|_| is_new) {
        app.delivery.wake(&stored.account.id);
    }
    Ok(accounts)
}

/// Checks each item and stores what is to be sent, all in one transaction.
pub(super) async fn take_in(
    app: &App,
    session: &EventsSession,
    batch: Intaken<'_>,
) -> Result<Intake, Error> {
    let kind = batch.kind;
    let intake = check_and_store(app, session, batch).await?;
    app.metrics.delivery().took_in(kind, &intake);
    Ok(intake)
}

async fn check_and_store(
    app: &App,
    session: &EventsSession,
    batch: Intaken<'_>,
) -> Result<Intake, Error> {
    let mut intake = Intake::default();
    let mut items = Vec::with_capacity(batch.items.len());
    for (index, raw) in batch.items.iter().enumerate() {
        match (batch.check)(raw) {
            Ok(Checked::Item(item)) => items.push(*item),
            Ok(Checked::Excluded) => intake.ignored += 1,
            Err(mut errors) => {
                for error in &mut errors {
                    error.pointer = format!("/{}/{index}{}", batch.list, error.pointer);
                }
                intake.rejected.push(RejectedItem { index, errors });
            }
        }
    }
    let receiver = receiver(app, session).await?;
    let Some(receiver) = receiver.filter(|stored| sends(stored, batch.kind)) else {
        intake.ignored += items.len() as u64;
        return Ok(intake);
    };
    if items.is_empty() {
        return Ok(intake);
    }
    let account = &receiver.account.id;
    app.store.lanes().ensure(account).await?;
    let taken = app
        .store
        .outbox()
        .take_in(account, batch.kind, &items)
        .await?;
    if taken.accepted > 0 {
        app.delivery.wake(account);
    }
    intake.accepted += taken.accepted;
    intake.duplicates += taken.duplicates;
    intake.ignored += taken.ignored;
    Ok(intake)
}

fn sends(stored: &StoredAccount, kind: TransferKind) -> bool {
    match kind {
        TransferKind::Order => stored.account.ecommerce.orders,
        TransferKind::Cart => stored.account.ecommerce.abandoned_carts,
    }
}
