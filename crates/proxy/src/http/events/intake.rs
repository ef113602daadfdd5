use std::collections::{HashMap, HashSet};

use contract::{
    SiteId,
    event::{
        AdjustedItem, Adjustment, AdjustmentCode, Intake, ItemCode, ItemError, MAX_ADJUSTED,
        Reader, RejectedItem, Rejection, store as store_form,
    },
    transfer::TransferKind,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    batch::{Listed, items},
    body::{Body, Text},
    receiver::Receiver,
    rejections, samples,
    wanted::wanted,
};
use crate::{
    error::Error,
    http::App,
    http::run_to_completion::run_to_completion,
    session::EventsSession,
    store::{KnownSite, NewItem, NewRejection, RejectionKey, SiteClaims, StoredAccount},
};

/// The result of validating an item.
pub(super) enum Checked {
    /// An item to send, and its adjustments.
    Item(Box<NewItem>, Vec<Adjustment>),
    /// An item that is never sent.
    Excluded,
}

/// The kind of a batch: the name of its list and the parser of its items.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub kind: TransferKind,
    /// The name of the list, also used in pointers.
    pub list: &'static str,
    pub read: fn(&Reader, &str) -> Result<Checked, Rejection>,
}

/// A parsed batch.
#[derive(Default)]
struct Batch {
    items: Vec<NewItem>,
    /// The rejected items to store.
    rejections: Vec<NewRejection>,
    /// The response.
    intake: Intake,
    /// Number of adjustments by code.
    adjusted: HashMap<AdjustmentCode, u64>,
    /// The index of the last item that is not withdrawn, and its adjustments.
    last: Option<(usize, Vec<Adjustment>)>,
}

/// The account that receives a site's data, if there is one. Stores the token's claims about the
/// site.
pub(super) async fn receiver(
    app: &App,
    session: &EventsSession,
) -> Result<Option<Receiver>, Error> {
    let (site, accounts) = remember_site(app, session.site(), session.site_claims()).await?;
    Ok(Receiver::among(&site, accounts))
}

/// Stores a token's claims about its site. Returns the site as its newest token describes it, and
/// its accounts. A change restarts the workers: the module may have become active or inactive.
pub(in crate::http) async fn remember_site(
    app: &App,
    site: &SiteId,
    said: SiteClaims,
) -> Result<(KnownSite, Vec<StoredAccount>), Error> {
    let accounts = app.store.accounts().of_site(site).await?;
    let heard = app.store.sites().remember(site, said).await?;
    for stored in accounts.iter().filter(|_| heard.is_new) {
        app.dispatcher.restart(&stored.account.id);
    }
    Ok((heard.site, accounts))
}

/// Parses every item and stores the items to send in one transaction.
pub(super) async fn take_in(
    app: App,
    session: EventsSession,
    kind: Kind,
    body: Body,
) -> Result<Intake, Error> {
    let reader = reader(&app, &session);
    let is_large = body.is_large();
    let read = move || {
        let (text, room) = body.into_text();
        Batch::read(&text, kind, &reader).map(|batch| (batch, room))
    };
    let (mut batch, room) = match is_large {
        true => app.admission.compute(read).await??,
        false => read()?,
    };
    run_to_completion(async move {
        store(&app, &session, kind.kind, &mut batch).await?;
        drop(room);
        let metrics = app.metrics.delivery();
        metrics.took_in(kind.kind, &batch.intake);
        for (code, count) in &batch.adjusted {
            metrics.adjusted(kind.kind, code.into(), *count);
        }
        Ok(batch.intake)
    })
    .await
}

/// The parser for a site's current submission.
pub(super) fn reader(app: &App, session: &EventsSession) -> Reader {
    Reader::new(Timestamp::now(), app.time_zone.clone(), session.site_url())
}

/// The stored form of an item.
pub(super) fn payload<T: Serialize>(item: &T) -> Result<String, Rejection> {
    // Serializing a validated item cannot fail.
    store_form(item).map_err(|_| Rejection {
        id: None,
        number: None,
        email: None,
        errors: vec![ItemError {
            pointer: String::new(),
            code: ItemCode::WrongType,
        }],
    })
}

impl Batch {
    fn read(text: &Text, kind: Kind, reader: &Reader) -> Result<Self, Error> {
        let mut batch = Self::default();
        let Listed { items, reshaped } = items(text.as_str(), kind.list)?;
        if reshaped {
            batch.adjust(0, format!("/{}", kind.list), AdjustmentCode::Shape);
        }
        for (index, raw) in items.into_iter().enumerate() {
            let place = format!("/{}/{index}", kind.list);
            match (kind.read)(reader, raw.get()) {
                Ok(Checked::Item(item, adjustments)) => {
                    if text.is_repaired(raw.get()) {
                        batch.adjust(index, place.clone(), AdjustmentCode::Encoding);
                    }
                    for Adjustment { pointer, code } in &adjustments {
                        batch.adjust(index, format!("{place}{pointer}"), *code);
                    }
                    if !item.withdrawn {
                        batch.last = Some((batch.items.len(), adjustments));
                    }
                    batch.items.push(*item);
                }
                Ok(Checked::Excluded) => batch.intake.ignored += 1,
                Err(rejection) => {
                    let kept = rejections::describe(raw.get(), &rejection);
                    batch.rejections.push(kept);
                    batch.reject(index, &place, rejection.errors);
                }
            }
        }
        Ok(batch)
    }

    fn adjust(&mut self, index: usize, pointer: String, code: AdjustmentCode) {
        *self.adjusted.entry(code).or_default() += 1;
        if self.intake.adjusted.len() < MAX_ADJUSTED {
            self.intake.adjusted.push(AdjustedItem {
                index,
                pointer,
                code,
            });
        }
    }

    fn reject(&mut self, index: usize, place: &str, mut errors: Vec<ItemError>) {
        for error in &mut errors {
            error.pointer.insert_str(0, place);
        }
        self.intake.rejected.push(RejectedItem { index, errors });
    }
}

async fn store(
    app: &App,
    session: &EventsSession,
    kind: TransferKind,
    batch: &mut Batch,
) -> Result<(), Error> {
    let intake = &mut batch.intake;
    let items = &batch.items[..];
    let rejections = std::mem::take(&mut batch.rejections);
    let Some(receiver) = receiver(app, session).await? else {
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
