use leptos::prelude::*;

use super::{
    lazy::{Lazy, Part},
    rows::{Column, Order},
    state::{ListState, heading},
};
use crate::{
    components::{ColumnFilter, GridHeading},
    i18n,
};

/// The heading of a column.
#[component]
pub fn ColumnHeading(
    /// The page's state.
    state: ListState,
    /// The column.
    column: Column,
) -> impl IntoView {
    let sorted = Signal::derive(move || match state.order.get() {
        Some(order) if order.column == column && order.descending => "descending",
        Some(order) if order.column == column => "ascending",
        _ => "none",
    });
    let sort = move |()| {
        state
            .order
            .update(|order| *order = Order::pressed(*order, column));
    };
    let filter = move |column: ColumnFilter| {
        view! { <Lazy state part=Part::Filter(column) wanted=true/> }.into_any()
    };
    view! {
        <GridHeading
            id=id(column)
            name=i18n::text(heading(column))
            sorted
            value=state.filters[column as usize]
            filter
            on_sort=sort
        />
    }
}

const fn id(column: Column) -> &'static str {
    match column {
        Column::Description => "description",
        Column::Platform => "platform",
        Column::State => "state",
        Column::LastTest => "last-test",
        Column::Transfers => "transfers",
    }
}
