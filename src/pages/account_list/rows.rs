//! Filters and sorts the rows of the grid. Needs no browser.

use std::cmp::Ordering;

use contract::{AccountId, AccountState};

/// A column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// *Descrizione*.
    Description,
    /// *Piattaforma*.
    Platform,
    /// *Stato*.
    State,
    /// *Ultimo test*.
    LastTest,
    /// *Invio dati*: the waiting, sent and failed items.
    Transfers,
}

impl Column {
    /// Every column, from left to right.
    pub const ALL: [Self; 5] = [
        Self::Description,
        Self::Platform,
        Self::State,
        Self::LastTest,
        Self::Transfers,
    ];
}

/// The content of a cell and its sort key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text; filters search it.
    pub text: String,
    /// The sort key, if it differs from the text.
    pub sort: Option<String>,
}

/// A row of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The account.
    pub id: AccountId,
    /// One cell per column, in the order of [`Column::ALL`].
    pub cells: [Cell; 5],
    /// The current state of the account.
    pub state: AccountState,
}

/// The sort order of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub column: Column,
    /// Whether to sort in descending order.
    pub descending: bool,
}

impl Order {
    /// The order after a press on a heading: ascending, then descending, then unsorted.
    #[must_use]
    pub fn pressed(order: Option<Self>, column: Column) -> Option<Self> {
        match order {
            Some(order) if order.column == column && order.descending => None,
            Some(order) if order.column == column => Some(Self {
                column,
                descending: true,
            }),
            _ => Some(Self {
                column,
                descending: false,
            }),
        }
    }
}

/// One filter per column, in the order of [`Column::ALL`]; an empty one is off.
pub type Filters = [String; 5];

/// Text functions of a language. The browser provides them; tests use their own.
#[derive(Clone, Copy)]
pub struct Language {
    /// Compares two texts.
    pub compare: fn(&str, &str) -> Ordering,
    /// Converts a text to lower case.
    pub lower: fn(&str) -> String,
}

/// The rows that match every filter, sorted.
#[must_use]
pub fn arrange(
    rows: Vec<Row>,
    filters: &Filters,
    order: Option<Order>,
    language: Language,
) -> Vec<Row> {
    let filters = filters.each_ref().map(|it| (language.lower)(it.trim()));
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| passes(row, &filters, language))
        .collect();
    if let Some(Order { column, descending }) = order {
        rows.sort_by(|a, b| {
            let ascending = (language.compare)(sorts_by(a, column), sorts_by(b, column));
            if descending {
                ascending.reverse()
            } else {
                ascending
            }
        });
    }
    rows
}

/// The row that an arrow key selects.
#[must_use]
pub fn moved(rows: &[Row], selected: Option<&AccountId>, key: &str) -> Option<AccountId> {
    let last = rows.len().checked_sub(1)?;
    let at = rows.iter().position(|row| Some(&row.id) == selected);
    let to = match (key, at) {
        ("ArrowDown", Some(at)) => (at + 1).min(last),
        ("ArrowUp", Some(at)) => at.saturating_sub(1),
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp" | "End", _) => last,
        _ => return None,
    };
    Some(rows[to].id.clone())
}

fn passes(row: &Row, filters: &Filters, language: Language) -> bool {
    row.cells.iter().zip(filters).all(|(cell, filter)| {
        filter.is_empty() || (language.lower)(&cell.text).contains(filter.as_str())
    })
}

fn sorts_by(row: &Row, column: Column) -> &str {
    let cell = &row.cells[column as usize];
    cell.sort.as_ref().unwrap_or(&cell.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, description: &str, tested: &str) -> Row {
        let text = |text: &str| Cell {
            text: text.into(),
            sort: None,
        };
        let test = Cell {
            text: "Riuscito".into(),
            sort: Some(tested.into()),
        };
        Row {
            id: AccountId::parse(id).unwrap(),
            cells: [
                text(description),
                text("ActiveCampaign"),
                text("Attivo"),
                test,
                text(""),
            ],
            state: AccountState::Sending,
        }
    }

    fn ids(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.id.as_str()).collect()
    }

    fn three() -> Vec<Row> {
        vec![
            row("a", "Milano", "2026-03"),
            row("b", "bari", "2026-01"),
            row("c", "Roma", "2026-02"),
        ]
    }

    fn plain() -> Language {
        Language {
            compare: |a, b| a.to_lowercase().cmp(&b.to_lowercase()),
            lower: str::to_lowercase,
        }
    }

    #[test]
    fn headings_sort_up_then_down_then_not_at_all() {
        let up = Order::pressed(None, Column::Description);
        let down = Order::pressed(up, Column::Description);
        assert_eq!(
            ids(&arrange(three(), &Filters::default(), up, plain())),
            ["b", "a", "c"]
        );
        assert_eq!(
            ids(&arrange(three(), &Filters::default(), down, plain())),
            ["c", "a", "b"]
        );
        assert_eq!(Order::pressed(down, Column::Description), None);
    }

    #[test]
    fn the_last_test_sorts_by_its_moment_not_by_its_words() {
        let order = Order::pressed(None, Column::LastTest);
        assert_eq!(
            ids(&arrange(three(), &Filters::default(), order, plain())),
            ["b", "c", "a"]
        );
    }

    #[test]
    fn a_filter_keeps_what_contains_it_whatever_the_capitals() {
        let mut filters = Filters::default();
        filters[Column::Description as usize] = " BA ".into();
        assert_eq!(ids(&arrange(three(), &filters, None, plain())), ["b"]);
    }

    #[test]
    fn arrows_move_the_selection_and_stop_at_the_ends() {
        let rows = three();
        let at = |id: &str| AccountId::parse(id);
        assert_eq!(moved(&rows, None, "ArrowDown"), at("a"));
        assert_eq!(moved(&rows, at("a").as_ref(), "ArrowDown"), at("b"));
        assert_eq!(moved(&rows, at("c").as_ref(), "ArrowDown"), at("c"));
        assert_eq!(moved(&rows, at("a").as_ref(), "ArrowUp"), at("a"));
        assert_eq!(moved(&rows, at("a").as_ref(), "End"), at("c"));
        assert_eq!(moved(&rows, at("a").as_ref(), "x"), None);
        assert_eq!(moved(&[], None, "ArrowDown"), None);
    }
}
