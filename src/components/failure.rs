use contract::ProblemCode;
use leptos::prelude::*;

use super::{focus, rendered_once};
use crate::{
    api::ApiError,
    history::HistoryGuard,
    i18n::{self, Text},
    links, messages,
    retry::RetrySignal,
    t,
};

/// The error of a failed request, displayed in place, with *Riprova*: see [`RetrySignal`].
#[component]
pub fn Failure(
    /// The error of the request.
    error: ApiError,
) -> impl IntoView {
    let retry = RetrySignal::get();
    let message = messages::problem(&error);
    let rendered = rendered_once();
    let announced =
        move |text: Text| Text::derive(move || if rendered.get() { text.get() } else { "" });
    let on_retry = move |()| {
        // The button disappears together with the error.
        focus("page-title");
        retry.trigger();
    };
    view! {
        <Refusal
            what=announced(i18n::text(message.what))
            advice=announced(i18n::text(message.advice))
        >
            <WayOn error=error on_retry=on_retry/>
        </Refusal>
    }
}

/// An error message: what happened, what to do, and a button.
#[component]
pub fn Refusal(
    /// One sentence of what happened.
    what: Text,
    /// One sentence of what to do.
    advice: Text,
    /// A button or a link that helps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <p><strong>{what}</strong></p>
            <p>{advice}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// The next step after a failed request: *Riprova*, or a link or a reload where a retry cannot
/// succeed.
#[component]
pub fn WayOn(
    /// The error of the request.
    error: ApiError,
    /// Called when *Riprova* is pressed.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    match (&error, error.code()) {
        (_, Some(ProblemCode::NotFound)) => {
            view! { <a href=links::LIST>{t!(problem.to_list)}</a> }.into_any()
        }
        (ApiError::Unreadable, _) | (_, Some(ProblemCode::Unknown)) => {
            view! { <ReloadButton class="button button-primary"/> }.into_any()
        }
        _ => view! {
            <button type="button" class="button button-primary" on:click=move |_| on_retry.run(())>
                {t!(retry)}
            </button>
        }
        .into_any(),
    }
}

/// *Ricarica la pagina*.
#[component]
pub fn ReloadButton(
    /// CSS classes.
    class: &'static str,
) -> impl IntoView {
    let history = HistoryGuard::get();
    view! {
        <button type="button" class=class on:click=move |_| history.reload()>
            {t!(problem.reload)}
        </button>
    }
}
