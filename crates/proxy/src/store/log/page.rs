use contract::log::{LogCode, LogEntry, LogKind, LogPage, LogSort, SortOrder};
use sqlx::FromRow;

use super::Log;
use crate::{
    error::Error,
    session::SiteId,
    store::{codes, statement::Statement},
};

/// Which rows, in which order.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Only these kinds; all when empty.
    pub kinds: Vec<LogKind>,
    /// Only these codes; all when empty.
    pub codes: Vec<LogCode>,
    /// Only of accounts whose description holds this text.
    pub account: Option<String>,
    /// Not before (RFC 3339).
    pub from: Option<String>,
    /// Before (RFC 3339).
    pub to: Option<String>,
    /// By what.
    pub sort: LogSort,
    /// Which way.
    pub order: SortOrder,
    /// How many rows.
    pub limit: i64,
    /// How many are skipped.
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
    any_of(
        statement,
        "code",
        query.codes.iter().map(codes::name).collect(),
    );
    if let Some(text) = &query.account {
        // Wildcards of LIKE in what was typed mean themselves.
        let text = text
            .to_lowercase()
            .replace('!', "!!")
            .replace('%', "!%")
            .replace('_', "!_");
        statement
            .push(" AND lower(account_description) LIKE ")
            .bind(format!("%{text}%"))
            .push(" ESCAPE '!'");
    }
    if let Some(from) = &query.from {
        statement.push(" AND created_at >= ").bind(from.as_str());
    }
    if let Some(to) = &query.to {
        statement.push(" AND created_at < ").bind(to.as_str());
    }
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
