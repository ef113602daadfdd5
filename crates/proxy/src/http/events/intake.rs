use std::collections::HashSet;

use contract::{
    Platform,
    event::{Intake, ItemError, RejectedItem},
    transfer::TransferKind,
};
use serde_json::value::RawValue;

use super::rejections;
use crate::{
    app::App,
    error::Error,
    http::to_the_end::to_the_end,
    session::{EventsSession, SiteId},
    store::{KnownSite, NewItem, NewRejection, RejectionKey, Said, StoredAccount},
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

/// The account that a site's data is for.
pub(super) struct Receiver {
    pub stored: StoredAccount,
    /// Whether the site sends any: the module is active and the account enabled.
    is_on: bool,
}

impl Receiver {
    /// Whether this kind of data is sent.
    pub fn takes(&self, kind: TransferKind) -> bool {
        let ecommerce = self.stored.account.ecommerce;
        self.is_on
            && match kind {
                TransferKind::Order => ecommerce.orders,
                TransferKind::Cart => ecommerce.abandoned_carts,
            }
    }
}

/// The account that a site's data is for, if it has one. Remembers what the token says of the
/// site.
pub(super) async fn receiver(
    app: &App,
    session: &EventsSession,
) -> Result<Option<Receiver>, Error> {
    let (site, accounts) = remember_site(app, session.site(), session.said()).await?;
    Ok(accounts
        .into_iter()
        .find(|stored| stored.account.platform == Platform::ActiveCampaign)
        .map(|stored| Receiver {
            is_on: site.module_active && stored.account.enabled,
            stored,
        }))
}

/// Remembers what a token says of its site; returns the site as its newest token describes it, and
/// its accounts. What is new is told to their lanes: the module may have been switched on or off.
pub(in crate::http) async fn remember_site(
    app: &App,
    site: &SiteId,
    said: Said,
) -> Result<(KnownSite, Vec<StoredAccount>), Error> {
    let accounts = app.store.accounts().of_site(site).await?;
    let heard = app.store.sites().remember(site, said).await?;
    for stored in accounts.iter().filter(|_| heard.is_new) {
        app.delivery.wake(&stored.account.id);
    }
    Ok((heard.site, accounts))
}

/// Checks each item and stores what is to be sent, all in one transaction.
pub(super) async fn take_in(
    app: App,
    session: EventsSession,
    batch: Intaken<'_>,
) -> Result<Intake, Error> {
    let (items, rejections, mut intake) = check(&batch);
    let kind = batch.kind;
    to_the_end(async move {
        let checked = (&items[..], rejections);
        store(&app, &session, kind, checked, &mut intake).await?;
        app.metrics.delivery().took_in(kind, &intake);
        Ok(intake)
    })
    .await
}

/// What of a batch is to be stored, what was rejected, and what is answered of it.
fn check(batch: &Intaken<'_>) -> (Vec<NewItem>, Vec<NewRejection>, Intake) {
    let mut intake = Intake::default();
    let mut rejections = Vec::new();
    let mut items = Vec::with_capacity(batch.items.len());
    for (index, raw) in batch.items.iter().enumerate() {
        match (batch.check)(raw) {
            Ok(Checked::Item(item)) => items.push(*item),
            Ok(Checked::Excluded) => intake.ignored += 1,
            Err(mut errors) => {
                rejections.push(rejections::describe(raw.get(), &errors));
                for error in &mut errors {
                    error.pointer = format!("/{}/{index}{}", batch.list, error.pointer);
                }
                intake.rejected.push(RejectedItem { index, errors });
            }
        }
    }
    (items, rejections, intake)
}

async fn store(
    app: &App,
    session: &EventsSession,
    kind: TransferKind,
    (items, rejections): (&[NewItem], Vec<NewRejection>),
    intake: &mut Intake,
) -> Result<(), Error> {
    let Some(receiver) = receiver(app, session).await? else {
        intake.ignored += items.len() as u64;
        return Ok(());
    };
    let account = &receiver.stored.account.id;
    let outbox = app.store.outbox();
    if !receiver.takes(kind) {
        intake.ignored += items.len() as u64;
        if items.iter().any(|item| item.cart.is_some()) {
            app.store.lanes().ensure(account).await?;
            outbox.pass_over(account, items).await?;
        }
        return Ok(());
    }
    if items.is_empty() && rejections.is_empty() {
        return Ok(());
    }
    app.store.lanes().ensure(account).await?;
    let keys = items.iter().flat_map(rejections::keys);
    app.store.rejections().clear(account, kind, keys).await?;
    if !rejections.is_empty() {
        record(app, &receiver.stored, kind, items, rejections).await?;
    }
    if items.is_empty() {
        return Ok(());
    }
    let taken = outbox.take_in(account, kind, items).await?;
    // Also for what is known: whoever took it in may have ended before its lane was told.
    if taken.accepted + taken.duplicates > 0 {
        app.delivery.wake(account);
    }
    intake.accepted += taken.accepted;
    intake.duplicates += taken.duplicates;
    intake.ignored += taken.ignored;
    Ok(())
}

/// Remembers what was rejected. An item that is in the batch twice, and once well, is taken.
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
