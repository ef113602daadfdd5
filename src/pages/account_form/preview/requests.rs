use contract::preview::PreviewRequest;
use leptos::prelude::*;

use super::labels;
use crate::{i18n::Locale, key};

/// The requests to ActiveCampaign, field by field.
#[component]
pub fn Requests(
    /// The requests, in their order.
    requests: Vec<PreviewRequest>,
    /// The language.
    locale: Locale,
) -> impl IntoView {
    let row = |request| view! { <Request request locale/> };
    view! {
        <div>
            <h3 class="failed-title">{key!(preview.requests)(locale)}</h3>
            <p class="quiet">{key!(preview.requests_hint)(locale)}</p>
            <ol class="preview-requests">{requests.into_iter().map(row).collect_view()}</ol>
        </div>
    }
}

#[component]
fn Request(request: PreviewRequest, locale: Locale) -> impl IntoView {
    view! {
        <li>
            <p>{labels::step(request.step)(locale)}</p>
            <pre>{request.method} " " {request.path} "\n" {request.body}</pre>
        </li>
    }
}
