use contract::{
    history::{HistoryState, Wanted},
    transfer::TransferKind,
};

use super::receiver::Receiver;
use crate::{error::Error, http::App};

/// What the site is asked to hand over.
pub(super) async fn wanted(app: &App, receiver: &Receiver) -> Result<Option<Wanted>, Error> {
    if !receiver.takes(TransferKind::Order) {
        return Ok(None);
    }
    let queues = app.store.account_queues();
    let history = queues.history(&receiver.stored.account.id).await?;
    let running = history.filter(|it| it.state == HistoryState::Running && !it.is_complete);
    Ok(running.map(|history| Wanted {
        history_since: history.since,
    }))
}
