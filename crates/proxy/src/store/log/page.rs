use contract::SiteId;
use contract::log::{LogCode, LogEntry, LogKind, LogPage, LogSort, SortOrder};
use sqlx::FromRow;

use super::Log;
use crate::{
    store::Error,
    store::{codes, statement::Statement},
};

/// Maximum length of a search text in bytes, above the length of any stored value.
const LONGEST_TEXT: usize = 4096;

/// Filter, order and range of a page.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Kinds to include; all when empty.
    pub kinds: Vec<LogKind>,
    /// Codes to include; all when empty.
    pub codes: Vec<LogCode>,
    /// Also includes entries of any code with a parameter that contains this text. Without `codes`,
    /// includes only those entries.
    pub text: Option<String>,
    /// Text that the description of the account must contain.
    pub account: Option<String>,
    /// Earliest time, inclusive (RFC 3339).
    pub from: Option<String>,
    /// Latest time, exclusive (RFC 3339).
    pub to: Option<String>,
    /// The sort column.
    pub sort: LogSort,
    /// The sort direction.
    pub order: SortOrder,
    /// Maximum number of entries.
    pub limit: i64,
    /// Number of entries to skip.
    pub offset: i64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    created_at: String,
    kind: String,
    code: String,
    params: String,
    account: Option<String>,
    account_description: Option<String>,
    details: Option<String>,
}

impl Log<'_> {
    /// A page of a site's log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, site: &SiteId, query: &LogQuery) -> Result<LogPage, Error> {
        let mut counting = Statement::new("SELECT count(*) FROM log");
        filter(&mut counting, site, query);
        let (total,) = counting
            .query_as::<(i64,)>()?
            .fetch_one(&self.store.readers)
            .await?;
        let mut reading = Statement::new(
            "SELECT id, created_at, kind, code, params, account, account_description, details \
             FROM log",
        );
        filter(&mut reading, site, query);
        reading.push(" ORDER BY ").push(column(query.sort));
        let way = match query.order {
            SortOrder::Asc => " ASC",
            SortOrder::Desc => " DESC",
        };
        reading.push(way).push(", id").push(way);
        reading.push(" LIMIT ").bind(query.limit);
        reading.push(" OFFSET ").bind(query.offset);
        let rows: Vec<Row> = reading.query_as()?.fetch_all(&self.store.readers).await?;
        Ok(LogPage {
            entries: rows.into_iter().map(Row::into_entry).collect(),
            total,
        })
    }
}

fn filter(statement: &mut Statement, site: &SiteId, query: &LogQuery) {
    statement.push(" WHERE site = ").bind(site.as_str());
    any_of(
        statement,
        "kind",
        query.kinds.iter().map(codes::name).collect(),
    );
    let codes = query.codes.iter().map(codes::name).collect();
    match &query.text {
        None => any_of(statement, "code", codes),
        Some(text) => {
            statement.push(" AND (");
            if !codes.is_empty() {
                statement.push("code IN ").list(codes).push(" OR ");
            }
            holds(statement, "params_folded", text);
            statement.push(")");
        }
    }
    if let Some(text) = &query.account {
        statement.push(" AND ");
        holds(statement, "account_folded", text);
    }
    if let Some(from) = &query.from {
        statement.push(" AND created_at >= ").bind(from.as_str());
    }
    if let Some(to) = &query.to {
        statement.push(" AND created_at < ").bind(to.as_str());
    }
}

/// Adds the condition that a lower-case column contains a text. Escapes the wildcards of `LIKE`.
fn holds(statement: &mut Statement, column: &str, text: &str) {
    // No row can match: PostgreSQL rejects the NUL character, and SQLite rejects a longer pattern.
    if text.contains('\0') || text.len() > LONGEST_TEXT {
        statement.push("1 = 0");
        return;
    }
    let text = text
        .to_lowercase()
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    statement
        .push(column)
        .push(" LIKE ")
        .bind(format!("%{text}%"))
        .push(" ESCAPE '!'");
}

fn any_of(statement: &mut Statement, column: &str, names: Vec<String>) {
    if !names.is_empty() {
        statement
            .push(" AND ")
            .push(column)
            .push(" IN ")
            .list(names);
    }
}

const fn column(sort: LogSort) -> &'static str {
    match sort {
        LogSort::CreatedAt => "created_at",
        LogSort::Code => "code",
        LogSort::Kind => "kind",
        LogSort::Account => "account_description",
    }
}

impl Row {
    fn into_entry(self) -> LogEntry {
        LogEntry {
            id: self.id.to_string(),
            created_at: self.created_at,
            kind: codes::read(&self.kind, LogKind::Info),
            code: codes::read(&self.code, LogCode::Unknown),
            params: serde_json::from_str(&self.params).unwrap_or_default(),
            account_id: self.account,
            account_description: self.account_description,
            details: self.details,
        }
    }
}
