//! What ActiveCampaign gets for an order, shown before anything is sent.

mod example;
mod words;

use axum::{Json as Answer, extract::State};
use contract::{
    AccountId, AdjustmentCode,
    preview::{Preview, PreviewRequest, PreviewSource, PreviewStep},
};

use super::{
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems},
};
use crate::{
    activecampaign::Post,
    clock,
    delivery::{KnownIds, OrderPosts, PreviewedOrder, TAG},
    error::Error,
    http::App,
    store::StoredAccount,
};

/// An order to show.
struct Shown {
    order: PreviewedOrder,
    adjusted: Vec<(String, AdjustmentCode)>,
    /// When it was submitted, in milliseconds since 1970; `None` for the example.
    arrived_at: Option<i64>,
}

/// Returns what ActiveCampaign gets for the order that was submitted last, in words and as requests;
/// for an example while there is none. For an hour after this request, the last order that the site
/// submits is kept for it, also while *Abilita Ordini* is off. Nothing is sent.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{id}/preview",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses(
        (status = 200, description = "The order in words and as requests", body = Preview),
        PanelProblems, AccountProblems
    )
)]
pub(super) async fn read_preview(
    OwnAccount { session: _, stored }: OwnAccount,
    State(app): State<App>,
) -> Result<Answer<Preview>, Error> {
    let now = clock::now_milliseconds();
    let samples = app.store.order_samples();
    samples.ask(&stored, now).await?;
    let sample = samples.get(&stored.account.id, now).await?;
    let sample = sample.and_then(|sample| {
        Some(Shown {
            order: PreviewedOrder::read(&sample.payload)?,
            adjusted: sample.adjusted,
            arrived_at: Some(sample.taken_at),
        })
    });
    let shown = match sample {
        Some(shown) => shown,
        None => example::order().ok_or_else(no_example)?,
    };
    let posts = shown.order.posts(&known_ids(&app, &stored, &shown).await?);
    let order = shown.order.order().ok_or_else(no_example)?;
    let words = words::of(order, &shown.adjusted);
    Ok(Answer(Preview {
        source: match shown.arrived_at {
            Some(_) => PreviewSource::Order,
            None => PreviewSource::Example,
        },
        arrived_at: shown.arrived_at.map(clock::at_milliseconds),
        currency: order.currency.code().to_owned(),
        fields: words.fields,
        lines: words.lines,
        discounts: words.discounts,
        tag: TAG.to_owned(),
        other_adjusted: words.other_adjusted,
        requests: requests(posts),
    }))
}

/// A defect of this program: the example is part of it.
fn no_example() -> Error {
    Error::Internal(anyhow::anyhow!("the example order cannot be read"))
}

/// The ids that ActiveCampaign has assigned so far.
async fn known_ids(app: &App, stored: &StoredAccount, shown: &Shown) -> Result<KnownIds, Error> {
    let account = &stored.account.id;
    let queue = app.store.account_queues().remembered(account).await?;
    let key = shown.order.customer_key();
    let customer = app.store.customers().get(account, &key).await?;
    let is_of_connection = customer.connection_id == queue.connection_id;
    Ok(KnownIds {
        connection: queue.connection_id,
        tag: queue.tag_id,
        contact: customer.contact_id,
        customer: customer.customer_id.filter(|_| is_of_connection),
    })
}

fn requests(posts: OrderPosts) -> Vec<PreviewRequest> {
    let request = |step, Post { path, body }: Post| PreviewRequest {
        step,
        method: "POST".to_owned(),
        path: ["/api/3/", &path.join("/")].concat(),
        body: format!("{body:#}"),
    };
    vec![
        request(PreviewStep::Contact, posts.contact),
        request(PreviewStep::Tag, posts.tag),
        request(PreviewStep::ContactTag, posts.contact_tag),
        request(PreviewStep::Customer, posts.customer),
        request(PreviewStep::Order, posts.order),
    ]
}
