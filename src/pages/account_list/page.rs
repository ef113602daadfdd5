use leptos::prelude::*;

use super::{
    dialogs::Dialogs,
    grid::grid,
    rows::Column,
    state::{ListState, heading},
    toolbar::toolbar,
};
use crate::{
    components::{Button, dynamic, el, failure, grid_footer, link, page_title},
    i18n::{self, fill},
    key, links,
    load_state::LoadState,
    pages::lazy,
    t,
};

/// *Lista degli Account*.
pub fn accounts_page() -> AnyView {
    let state = ListState::load();
    let dialogs = Dialogs::new();
    // What is here changes only when accounts come, go or fail, not with each of them.
    let phase = Memo::new(move |_| {
        state.accounts.with(|accounts| match accounts {
            LoadState::Pending => Phase::Pending,
            LoadState::Failed(error) => Phase::Failed(error.clone()),
            LoadState::Ready(accounts) if accounts.is_empty() => Phase::Empty,
            LoadState::Ready(_) => Phase::Full,
        })
    });
    let content = dynamic(move || match phase.get() {
        Phase::Pending => skeleton(),
        Phase::Failed(error) => failure(&error),
        Phase::Empty => empty(),
        Phase::Full => grid(state),
    });
    let somebody = StoredValue::new(false);
    let seen = move || {
        if !somebody.get_value() {
            somebody.set_value(true);
            lazy::preload();
        }
    };
    let log = el("p")
        .class("page-links")
        .child(link(links::LOG, t!(log.title)));
    let card = el("div")
        .class("card card-grid")
        .child(toolbar(state, dialogs))
        .child(content)
        .child(footer(state));
    el("main")
        .class("page-main")
        .on("pointermove", move |_| seen())
        .on("focusin", move |_| seen())
        .child(page_title(t!(list.title)))
        .child(log)
        .child(card)
        .child(dialogs.delete_view(state))
        .child(dialogs.disable_view(state))
        .into_any()
}

#[derive(Clone, PartialEq)]
enum Phase {
    Pending,
    Failed(crate::api::ApiError),
    Empty,
    Full,
}

fn skeleton() -> AnyView {
    el("div")
        .class("skeleton")
        .attr("aria-hidden", "true")
        .child(el("span").class("skeleton-head"))
        .child(el("span").class("skeleton-row"))
        .into_any()
}

fn empty() -> AnyView {
    let go = links::opener();
    let add = Button::text("button button-primary", t!(list.add)).on_press(move || go(links::NEW));
    el("div")
        .class("empty")
        .child(el("h2").child(t!(list.empty_title)))
        .child(el("p").child(t!(list.empty_what)))
        .child(add)
        .into_any()
}

/// It is in the page before there is anything to count, so that the count is heard.
fn footer(state: ListState) -> AnyView {
    let locale = i18n::locale();
    let count = Signal::derive(move || {
        let locale = locale.get();
        match state.accounts.with(LoadState::phase) {
            LoadState::Pending => key!(loading)(locale).to_owned(),
            LoadState::Failed(_) => String::new(),
            LoadState::Ready(()) => fill(key!(list.found)(locale), &state.rows().len().to_string()),
        }
    });
    let names = Column::ALL.map(|column| i18n::text(heading(column)));
    grid_footer(count, names.into_iter().zip(state.filters).collect())
}
