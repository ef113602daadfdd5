use contract::log::{LogSort, SortOrder};
use leptos::prelude::*;

use super::{
    query::pressed,
    rows::{Details, LogRow},
    state::LogState,
};
use crate::{
    components::{
        ColumnFilter, Dialog, DialogState, Failure, Filter, FilterField, GridFooter, GridHeading,
        PageTitle, Refreshed, number,
    },
    i18n::{self, Key, Text, fill},
    key, links,
    load_state::LoadState,
    t,
};

/// *Lista dei Log*.
#[component]
pub fn LogList() -> impl IntoView {
    let state = LogState::load();
    let details = DialogState::new();
    let title = t!(log.details);
    let title = Signal::derive(move || title.get().to_owned());
    view! {
        <main class="page-main">
            <PageTitle>{t!(log.title)}</PageTitle>
            <p class="page-links">
                <a href=links::LIST>{t!(list.title)}</a>
            </p>
            <div class="card card-grid">
                <table class="grid grid-log" role="table" aria-labelledby="page-title">
                    <thead role="rowgroup">
                        <Headings state/>
                    </thead>
                    <tbody role="rowgroup">
                        <Rows state details/>
                    </tbody>
                </table>
                <Footer state/>
                <More state/>
            </div>
            <Dialog state=details id="log-dialog" title cancel=key!(close) answers=|| ()>
                <Details state/>
            </Dialog>
        </main>
    }
}

#[component]
fn Rows(state: LogState, details: DialogState) -> impl IntoView {
    let line = |content: AnyView| {
        view! { <tr role="row"><td role="cell" colspan="5">{content}</td></tr> }.into_any()
    };
    let phase = Memo::new(move |_| state.entries.with(LoadState::phase));
    let is_empty = Memo::new(move |_| {
        let empty = |entries: &LoadState<Vec<_>>| entries.ready().is_some_and(Vec::is_empty);
        state.entries.with(empty)
    });
    let entries = move || {
        state
            .entries
            .with(|it| it.ready().cloned().unwrap_or_default())
    };
    move || match phase.get() {
        LoadState::Pending => line(t!(loading).into_any()),
        LoadState::Failed(error) => line(view! { <Failure error/> }.into_any()),
        LoadState::Ready(()) if is_empty.get() => line(t!(log.empty).into_any()),
        LoadState::Ready(()) => view! {
            <For each=entries key=|entry| entry.id.clone() let:entry>
                <LogRow state details entry/>
            </For>
        }
        .into_any(),
    }
}

/// A column with its heading and filter.
struct Column {
    sort: LogSort,
    id: &'static str,
    name: Key,
    value: RwSignal<String>,
    filter: Filter,
}

/// The columns, from left to right.
fn columns(state: LogState) -> [Column; 4] {
    let kinds = vec![
        ("info", key!(log.kind_info)),
        ("warning", key!(log.kind_warning)),
        ("error", key!(log.kind_error)),
    ];
    let column = |sort, id, name, value, filter| Column {
        sort,
        id,
        name,
        value,
        filter,
    };
    [
        column(
            LogSort::CreatedAt,
            "created-at",
            key!(log.created_at),
            state.day,
            Filter::Day,
        ),
        column(
            LogSort::Code,
            "message",
            key!(log.message),
            state.message,
            Filter::Text,
        ),
        column(
            LogSort::Kind,
            "kind",
            key!(log.kind),
            state.kind,
            Filter::Choice(kinds),
        ),
        column(
            LogSort::Account,
            "account",
            key!(log.account),
            state.account,
            Filter::Text,
        ),
    ]
}

#[component]
fn Headings(state: LogState) -> impl IntoView {
    view! {
        <tr role="row">
            {columns(state).map(|column| view! { <Heading state column/> })}
            <th role="columnheader" scope="col">
                <span class="visually-hidden">{t!(log.details)}</span>
            </th>
        </tr>
    }
}

#[component]
fn Heading(state: LogState, column: Column) -> impl IntoView {
    let by = column.sort;
    let sorted = Signal::derive(move || match state.order.get() {
        (sort, SortOrder::Asc) if sort == by => "ascending",
        (sort, SortOrder::Desc) if sort == by => "descending",
        _ => "none",
    });
    let sort = move |()| {
        state
            .order
            .update(|(sort, order)| (*sort, *order) = pressed(*sort, *order, by));
    };
    let filter = move |shown: ColumnFilter| {
        view! { <FilterField column=shown filter=column.filter.clone()/> }.into_any()
    };
    view! {
        <GridHeading
            id=column.id
            name=i18n::text(column.name)
            sorted
            value=column.value
            filter
            on_sort=sort
        />
    }
}

#[component]
fn Footer(state: LogState) -> impl IntoView {
    let locale = i18n::locale();
    let count = Signal::derive(move || {
        // The number is unknown before the first response and after a failed one.
        if state.entries.with(|entries| entries.ready().is_none()) {
            return String::new();
        }
        let total = number(state.total.get(), locale.get());
        fill(key!(log.found)(locale.get()), &total)
    });
    let filter =
        |column: Column| -> (Text, RwSignal<String>) { (i18n::text(column.name), column.value) };
    view! {
        <GridFooter count filters=columns(state).map(filter).into()>
            <Refreshed at=state.updated_at lost=state.lost on_refresh=move |()| state.refresh()/>
        </GridFooter>
    }
}

/// *Mostra altri*. The button stays while there are more rows, and keeps the focus.
#[component]
fn More(state: LogState) -> impl IntoView {
    let any = Memo::new(move |_| {
        let shown = state
            .entries
            .with(|entries| entries.ready().map_or(0, Vec::len));
        shown > 0 && (shown as i64) < state.total.get()
    });
    view! {
        <Show when=move || any.get()>
            <div id="log-more">
                <button type="button" class="button" on:click=move |_| state.more()>
                    {t!(transfers.more)}
                </button>
            </div>
        </Show>
    }
}
