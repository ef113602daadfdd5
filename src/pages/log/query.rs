//! What is asked of the log. No browser needed.

use contract::log::{LogCode, LogSort, SortOrder};

/// How many rows are asked for at a time.
pub const PAGE: usize = 50;

/// Which rows, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// By what it is sorted.
    pub sort: LogSort,
    /// Which way.
    pub order: SortOrder,
    /// From a moment on (RFC 3339), and before another.
    pub between: Option<(String, String)>,
    /// What a message holds: in what its sentence names, such as the number of an order, or in the
    /// sentence itself, which is the panel's: then these are the codes. Nothing for all.
    pub text: String,
    /// See [`Query::text`].
    pub codes: Vec<LogCode>,
    /// `info`, `warning`, `error`, or nothing for all.
    pub kind: String,
    /// Only of accounts whose description holds this text.
    pub account: String,
}

impl Query {
    /// The query string of the rows from `offset` on. `encode` writes a value for an address.
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

/// What a press on a heading makes of the order: the other way, or this column, newest first.
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
