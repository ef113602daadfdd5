use contract::log::{LogEntry, LogSort, SortOrder};
use leptos::prelude::*;

use super::{
    query::pressed,
    rows::{details, row},
    state::LogState,
};
use crate::{
    components::{
        Button, Dialog, Filter, GridHeading, dialog, dynamic, failure, grid_footer, grid_heading,
        number,
    },
    i18n::{self, Text, fill},
    key, links,
    load_state::LoadState,
    t,
};

/// *Lista dei Log*.
pub fn log_page() -> AnyView {
    let state = LogState::load();
    let about = Dialog::new();
    let locale = i18n::locale();
    let title = t!(log.details);
    let rows = dynamic(move || match state.entries.get() {
        LoadState::Pending => message(t!(loading)),
        LoadState::Failed(error) => {
            let failed = failure(&error);
            view! { <tr role="row"><td role="cell" colspan="5">{failed}</td></tr> }.into_any()
        }
        LoadState::Ready(entries) if entries.is_empty() => message(t!(log.empty)),
        LoadState::Ready(entries) => shown(state, about, &entries),
    });
    view! {
        <main class="page-main">
            <h1 id="page-title" tabindex="-1">{t!(log.title)}</h1>
            <p class="page-links"><a href=links::LIST>{t!(list.title)}</a></p>
            <div class="card card-grid">
                <table class="grid" role="table" aria-labelledby="page-title">
                    <thead role="rowgroup"><tr role="row">{headings(state)}<th role="columnheader" scope="col"><span class="visually-hidden">{t!(log.details)}</span></th></tr></thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
                {footer(state)}
                {more(state)}
            </div>
            {dialog(
                about,
                "log-dialog",
                Signal::derive(move || { let _ = locale.get(); title.get().to_owned() }),
                key!(close),
                move || details(state),
                || ().into_any(),
            )}
        </main>
    }
    .into_any()
}

fn shown(state: LogState, about: Dialog, entries: &[LogEntry]) -> AnyView {
    let locale = i18n::locale().get();
    let rows: Vec<AnyView> = entries
        .iter()
        .map(|entry| row(state, about, entry, locale))
        .collect();
    rows.into_any()
}

fn message(text: Text) -> AnyView {
    view! { <tr role="row"><td role="cell" colspan="5">{text}</td></tr> }.into_any()
}

fn headings(state: LogState) -> Vec<AnyView> {
    let kinds = vec![
        ("info", key!(log.kind_info)),
        ("warning", key!(log.kind_warning)),
        ("error", key!(log.kind_error)),
    ];
    vec![
        heading(
            state,
            LogSort::CreatedAt,
            "created-at",
            t!(log.created_at),
            state.day,
            Filter::Day,
        ),
        heading(
            state,
            LogSort::Code,
            "message",
            t!(log.message),
            state.message,
            Filter::Text,
        ),
        heading(
            state,
            LogSort::Kind,
            "kind",
            t!(log.kind),
            state.kind,
            Filter::Choice(kinds),
        ),
        heading(
            state,
            LogSort::Account,
            "account",
            t!(log.account),
            state.account,
            Filter::Text,
        ),
    ]
}

fn heading(
    state: LogState,
    column: LogSort,
    id: &'static str,
    name: Text,
    value: RwSignal<String>,
    filter: Filter,
) -> AnyView {
    let sorted = Signal::derive(move || match state.order.get() {
        (sort, SortOrder::Asc) if sort == column => "ascending",
        (sort, SortOrder::Desc) if sort == column => "descending",
        _ => "none",
    });
    grid_heading(
        GridHeading {
            id,
            name,
            sorted,
            value,
            filter,
        },
        move || {
            state
                .order
                .update(|(sort, order)| (*sort, *order) = pressed(*sort, *order, column));
        },
    )
}

fn footer(state: LogState) -> AnyView {
    let locale = i18n::locale();
    let count = Signal::derive(move || {
        // How many there are is not known before the first answer, nor after a failed one.
        if state.entries.with(|entries| entries.ready().is_none()) {
            return String::new();
        }
        let total = number(state.total.get(), locale.get());
        fill(key!(log.found)(locale.get()), &total)
    });
    grid_footer(
        count,
        vec![
            (t!(log.created_at), state.day),
            (t!(log.message), state.message),
            (t!(log.kind), state.kind),
            (t!(log.account), state.account),
        ],
    )
}

fn more(state: LogState) -> AnyView {
    // The button stays while there is more: whoever pressed it keeps the focus on it.
    let any = Memo::new(move |_| {
        let here = state
            .entries
            .with(|entries| entries.ready().map_or(0, Vec::len));
        here > 0 && (here as i64) < state.total.get()
    });
    dynamic(move || match any.get() {
        true => {
            let button = Button::text("button", t!(transfers.more)).on_press(move || state.more());
            view! { <div id="log-more">{button}</div> }.into_any()
        }
        false => ().into_any(),
    })
}
