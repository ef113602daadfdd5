use contract::ProblemCode;
use leptos::prelude::*;

use super::{Button, el, focus, live_region};
use crate::{
    api::ApiError,
    history::HistoryGuard,
    i18n::{self, Text},
    links, messages,
    retry::RetrySignal,
    t,
};

/// A failed request, said in place, with *Riprova*: see [`RetrySignal`] for what that does.
pub fn failure(error: &ApiError) -> AnyView {
    let again = RetrySignal::get();
    let said = messages::problem(error);
    let here = live_region();
    let heard = move |text: Text| Text::derive(move || if here.get() { text.get() } else { "" });
    let way_on = way_on(error, move || {
        // The button goes with what it tries again.
        focus("page-title");
        again.trigger();
    });
    refusal(
        heard(i18n::text(said.what)),
        heard(i18n::text(said.advice)),
        way_on,
    )
}

/// What happened, what to do, and a way on.
pub fn refusal(what: Text, advice: Text, way_on: AnyView) -> AnyView {
    el("div")
        .class("failure")
        .attr("role", "alert")
        .child(el("p").child(el("strong").child(what)))
        .child(el("p").child(advice))
        .child(way_on)
        .into_any()
}

/// What can be done about a request that failed: mostly to try again.
pub fn way_on(error: &ApiError, retry: impl Fn() + 'static) -> AnyView {
    match (error, error.code()) {
        (_, Some(ProblemCode::NotFound)) => link(links::LIST, t!(problem.to_list)),
        (ApiError::Unreadable, _) | (_, Some(ProblemCode::Unknown)) => {
            reload_button("button button-primary")
        }
        _ => Button::text("button button-primary", t!(retry)).on_press(retry),
    }
}

/// *Ricarica la pagina*.
pub fn reload_button(class: &'static str) -> AnyView {
    let history = HistoryGuard::get();
    Button::text(class, t!(problem.reload)).on_press(move || history.reload())
}

/// A link to a page of the panel.
pub fn link(to: &'static str, text: Text) -> AnyView {
    el("a").attr("href", to).child(text).into_any()
}
