use leptos::prelude::*;

use super::{
    dialogs::Dialogs,
    grid::grid,
    rows::Column,
    state::{ListState, heading},
    toolbar::toolbar,
};
use crate::{
    i18n::{self, fill},
    key, links,
    load::Load,
    parts, t,
    ui::{Button, dynamic, failure, grid_footer},
};

/// *Lista degli Account*.
pub fn accounts_page() -> AnyView {
    let state = ListState::load();
    let dialogs = Dialogs::new();
    // What is here changes only when accounts come, go or fail, not with each of them.
    let phase = Memo::new(move |_| {
        state.accounts.with(|accounts| match accounts {
            Load::Pending => Phase::Pending,
            Load::Failed(error) => Phase::Failed(error.clone()),
            Load::Ready(accounts) if accounts.is_empty() => Phase::Empty,
            Load::Ready(_) => Phase::Full,
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
            parts::fetch_the_rest();
        }
    };
    view! {
        <main class="page-main" on:pointermove=move |_| seen() on:focusin=move |_| seen()>
            <h1 id="page-title" tabindex="-1">{t!(list.title)}</h1>
            <p class="page-links"><a href=links::LOG>{t!(log.title)}</a></p>
            <div class="card card-grid">
                {toolbar(state, dialogs)}
                {content}
                {footer(state)}
            </div>
            {dialogs.view(state)}
        </main>
    }
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
    view! {
        <div class="skeleton" aria-hidden="true">
            <span class="skeleton-head"></span>
            <span class="skeleton-row"></span>
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    let go = links::opener();
    view! {
        <div class="empty">
            <h2>{t!(list.empty_title)}</h2>
            <p>{t!(list.empty_what)}</p>
            {Button::text("button button-primary", t!(list.add)).on_press(move || go(links::NEW))}
        </div>
    }
    .into_any()
}

/// It is in the page before there is anything to count, so that the count is heard.
fn footer(state: ListState) -> AnyView {
    let locale = i18n::locale();
    let count = Signal::derive(move || {
        let locale = locale.get();
        match state.accounts.with(Load::phase) {
            Load::Pending => key!(loading)(locale).to_owned(),
            Load::Failed(_) => String::new(),
            Load::Ready(()) => fill(key!(list.found)(locale), &state.rows().len().to_string()),
        }
    });
    let names = Column::ALL.map(|column| i18n::text(heading(column)));
    grid_footer(count, names.into_iter().zip(state.filters).collect())
}
