use contract::ProblemCode;
use leptos::prelude::*;

use super::{Button, focus, painted};
use crate::{
    again::Again,
    api::ApiError,
    i18n::{self, Text},
    links, t, texts,
};

/// A failed request, said in place, with *Riprova*: see [`Again`] for what that does.
pub fn failure(error: &ApiError) -> AnyView {
    let again = Again::get();
    let said = texts::problem(error);
    let here = painted();
    let heard = move |text: Text| Signal::derive(move || if here.get() { text.get() } else { "" });
    view! {
        <div class="failure" role="alert">
            <p><strong>{heard(i18n::text(said.what))}</strong></p>
            <p>{heard(i18n::text(said.advice))}</p>
            {way_on(error, move || {
                // The button goes with what it tries again.
                focus("page-title");
                again.press();
            })}
        </div>
    }
    .into_any()
}

/// What can be done about a request that failed: mostly to try again.
pub fn way_on(error: &ApiError, retry: impl Fn() + 'static) -> AnyView {
    match (error, error.code()) {
        (_, Some(ProblemCode::NotFound)) => {
            view! { <a href=links::LIST>{t!(problem.to_list)}</a> }.into_any()
        }
        (ApiError::Unreadable, _) | (_, Some(ProblemCode::Unknown)) => {
            Button::text("button button-primary", t!(problem.reload)).on_press(|| {
                // A browser that does not reload has its own button for it.
                let _ = window().location().reload();
            })
        }
        _ => Button::text("button button-primary", t!(retry)).on_press(retry),
    }
}
