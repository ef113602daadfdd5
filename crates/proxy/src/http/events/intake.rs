mod parse;
mod persist;

use contract::{
    SiteId,
    event::{Intake, Reader, Rejection},
    transfer::TransferKind,
};
use jiff::Timestamp;

use super::{body::Body, receiver::Receiver};
use crate::{
    error::Error,
    http::App,
    http::run_to_completion::run_to_completion,
    session::EventsSession,
    store::{KnownSite, SiteClaims, StoredAccount},
};
use parse::Batch;

pub(super) use parse::{Checked, payload};

/// The kind of a batch: the name of its list and the parser of its items.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub kind: TransferKind,
    /// The name of the list, also used in pointers.
    pub list: &'static str,
    pub read: fn(&Reader, &str) -> Result<Checked, Rejection>,
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
        persist::store(&app, &session, kind.kind, &mut batch).await?;
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
