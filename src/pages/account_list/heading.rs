use leptos::prelude::*;

use super::{
    rows::{Column, Order},
    state::{ListState, heading},
};
use crate::{
    components::{Filter, GridHeading, grid_heading},
    i18n,
};

/// The heading of a column.
pub fn column_heading(state: ListState, column: Column) -> AnyView {
    let sorted = Signal::derive(move || match state.order.get() {
        Some(order) if order.column == column && order.descending => "descending",
        Some(order) if order.column == column => "ascending",
        _ => "none",
    });
    let heading = GridHeading {
        id: id(column),
        name: i18n::text(heading(column)),
        sorted,
        value: state.filters[column as usize],
        filter: Filter::Text,
    };
    grid_heading(heading, move || {
        state
            .order
            .update(|order| *order = Order::pressed(*order, column))
    })
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
