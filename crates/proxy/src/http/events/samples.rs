//! Keeps a submitted order for the page that shows what is sent.

use contract::event::Adjustment;

use super::receiver::Receiver;
use crate::{
    clock,
    http::App,
    store::{NewItem, OrderSample},
};

/// Keeps an order while the page asks for one. The submission succeeds whether this does or not.
pub(super) async fn keep(
    app: &App,
    receiver: &Receiver,
    item: &NewItem,
    adjustments: Vec<Adjustment>,
) {
    let now = clock::now_milliseconds();
    if !receiver.wants_sample(now) {
        return;
    }
    let adjusted = adjustments.into_iter().map(|it| (it.pointer, it.code));
    let sample = OrderSample {
        customer: item.customer.clone(),
        payload: item.payload.clone(),
        adjusted: adjusted.collect(),
        taken_at: now,
    };
    let account = &receiver.stored.account.id;
    if let Err(error) = app.store.order_samples().take(account, &sample).await {
        tracing::warn!(?error, "order not kept for the preview");
    }
}
