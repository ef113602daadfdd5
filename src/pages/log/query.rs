//! Builds the query of the log. Needs no browser.

use contract::log::{LogCode, LogSort, SortOrder};

/// Number of rows per page.
pub const PAGE: usize = 50;

/// Filters and order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The sort column.
    pub sort: LogSort,
    /// The sort direction.
    pub order: SortOrder,
    /// The time range (RFC 3339): from (inclusive), to (exclusive).
    pub between: Option<(String, String)>,
    /// A text that the message must contain: in its parameters, such as an order number, or in the
    /// panel's own message, whose codes are then in `codes`. Empty: no filter.
    pub text: String,
    /// See [`Query::text`].
    pub codes: Vec<LogCode>,
    /// `info`, `warning`, `error`, or empty for all.
    pub kind: String,
    /// Only accounts whose description contains this text.
    pub account: String,
}

impl Query {
    /// The query string for the rows from `offset` on. `encode` percent-encodes a value.
    #[must_use]
    pub fn to_string(&self, offset: usize, encode: fn(&str) -> String) -> String {
        let mut pairs = vec![
            ("sort", <&str>::from(self.sort).to_owned()),
            ("order", <&str>::from(self.order).to_owned()),
            ("limit", PAGE.to_string()),
            ("offset", offset.to_string()),
        ];
        if let Some((from, to)) = &self.between {
            pairs.push(("from", encode(from)));
            pairs.push(("to", encode(to)));
        }
        let text = self.text.trim();
        if !text.is_empty() {
            pairs.push(("text", encode(text)));
        }
        if !self.codes.is_empty() {
            let names: Vec<&str> = self.codes.iter().map(|code| code.code()).collect();
            pairs.push(("code", names.join(",")));
        }
        if !self.kind.is_empty() {
            pairs.push(("kind", encode(&self.kind)));
        }
        if !self.account.trim().is_empty() {
            pairs.push(("account", encode(self.account.trim())));
        }
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| [name, "=", &value].concat())
            .collect();
        pairs.join("&")
    }
}

/// The order after a press on a heading: reversed, or by this column in descending order.
#[must_use]
pub fn pressed(sort: LogSort, order: SortOrder, column: LogSort) -> (LogSort, SortOrder) {
    match (sort == column, order) {
        (true, SortOrder::Desc) => (column, SortOrder::Asc),
        _ => (column, SortOrder::Desc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_become_a_query() {
        let query = Query {
            sort: LogSort::Kind,
            order: SortOrder::Asc,
            between: None,
            text: " di prova ".into(),
            codes: vec![LogCode::Sent, LogCode::KeyRejected],
            kind: "error".into(),
            account: " Il mio ".into(),
        };
        let encode = |text: &str| text.replace(' ', "%20");
        assert_eq!(
            query.to_string(50, encode),
            "sort=kind&order=asc&limit=50&offset=50&text=di%20prova&code=sent,key_rejected&kind=error&account=Il%20mio"
        );
    }

    #[test]
    fn a_heading_sorts_newest_first_then_oldest_first() {
        let first = pressed(LogSort::CreatedAt, SortOrder::Desc, LogSort::Kind);
        assert_eq!(first, (LogSort::Kind, SortOrder::Desc));
        assert_eq!(
            pressed(first.0, first.1, LogSort::Kind),
            (LogSort::Kind, SortOrder::Asc)
        );
    }
}
