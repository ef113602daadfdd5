use leptos::prelude::*;

use super::{
    dialogs::Dialogs,
    grid::Grid,
    lazy::{self, Lazy, Part},
    rows::Column,
    state::{ListState, heading},
    toolbar::Toolbar,
};
use crate::{
    api::ApiError,
    components::{Failure, GridFooter, PageTitle, Refreshed},
    i18n::{self, fill},
    key, links,
    load_state::LoadState,
    pages, t,
};

/// *Lista degli Account*.
#[component]
pub fn AccountList() -> impl IntoView {
    let state = ListState::load();
    let dialogs = Dialogs::new();
    let phase = Memo::new(move |_| state.accounts.with(Phase::of));
    let content = move || match phase.get() {
        Phase::Pending => view! { <Skeleton/> }.into_any(),
        Phase::Failed(error) => view! { <Failure error/> }.into_any(),
        Phase::Empty => view! { <Empty/> }.into_any(),
        Phase::Filled => view! { <Grid state/> }.into_any(),
    };
    let preloaded = StoredValue::new(false);
    let preload = move || {
        if !preloaded.get_value() {
            preloaded.set_value(true);
            lazy::preload();
            pages::lazy::preload();
        }
    };
    let with_deleted = Memo::new(move |_| state.deleted.with(|deleted| !deleted.is_empty()));
    let with_dialogs = Memo::new(move |_| dialogs.is_open());
    view! {
        <main class="page-main" on:pointermove=move |_| preload() on:focusin=move |_| preload()>
            <PageTitle>{t!(list.title)}</PageTitle>
            <div class="card card-grid">
                <Toolbar state dialogs/>
                {content}
                <Lazy state part=Part::Deleted wanted=with_deleted/>
                <Footer state/>
            </div>
            // After the grid: the toolbar is one Tab away from the heading.
            <p class="page-links">
                <a href=links::LOG>{t!(log.title)}</a>
            </p>
            <Lazy state part=Part::Dialogs(dialogs) wanted=with_dialogs/>
        </main>
    }
}

/// The main content of the page. It changes when accounts are loaded, added or removed, not with
/// every change of an account.
#[derive(Clone, PartialEq)]
enum Phase {
    Pending,
    Failed(ApiError),
    Empty,
    Filled,
}

impl Phase {
    fn of<T>(accounts: &LoadState<Vec<T>>) -> Self {
        match accounts {
            LoadState::Pending => Self::Pending,
            LoadState::Failed(error) => Self::Failed(error.clone()),
            LoadState::Ready(accounts) if accounts.is_empty() => Self::Empty,
            LoadState::Ready(_) => Self::Filled,
        }
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" aria-hidden="true">
            <span class="skeleton-head"></span>
            <span class="skeleton-row"></span>
        </div>
    }
}

/// Shown when there is no account: what an account is, and *Aggiungi Account*.
#[component]
fn Empty() -> impl IntoView {
    let open = links::opener();
    view! {
        <div class="empty">
            <h2>{t!(list.empty_title)}</h2>
            <p>{t!(list.empty_what)}</p>
            <button
                type="button"
                class="button button-primary"
                on:click=move |_| open(links::NEW)
            >
                {t!(list.add)}
            </button>
        </div>
    }
}

/// *Account trovati*. In the page before there is a count, so that the count is announced.
#[component]
fn Footer(state: ListState) -> impl IntoView {
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
    let filters = names.into_iter().zip(state.filters).collect();
    view! {
        <GridFooter count filters>
            <Refreshed at=state.updated_at lost=state.lost on_refresh=move |()| state.refresh()/>
        </GridFooter>
    }
}
