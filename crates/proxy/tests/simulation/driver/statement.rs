use sqlx_core::any::AnyArguments;

use crate::state::with;

/// A statement sent to the database.
pub enum Sent {
    Begin,
    Commit,
    Rollback,
    Statement(String, Option<AnyArguments>),
}

impl Sent {
    pub fn of(sql: &str, arguments: Option<AnyArguments>) -> Self {
        match sql.split_whitespace().next() {
            Some("BEGIN") => Self::Begin,
            Some("COMMIT") => Self::Commit,
            Some("ROLLBACK") => Self::Rollback,
            _ => Self::Statement(translate(sql), arguments),
        }
    }

    pub fn name(&self) -> String {
        match self {
            Self::Begin => "BEGIN".into(),
            Self::Commit => "COMMIT".into(),
            Self::Rollback => "ROLLBACK".into(),
            Self::Statement(sql, _) => sql.chars().take(60).collect(),
        }
    }

    pub fn is_write(&self) -> bool {
        match self {
            Self::Begin | Self::Rollback => false,
            Self::Commit => true,
            Self::Statement(sql, _) => is_write(sql),
        }
    }
}

pub fn is_write(sql: &str) -> bool {
    !sql.trim_start().starts_with("SELECT")
}

/// Translates PostgreSQL's SQL fragments to SQLite.
fn translate(sql: &str) -> String {
    const NOW: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
    const TABLES: &str =
        "information_schema.tables WHERE table_schema = current_schema() AND table_name";
    const LOCKS: [&str; 5] = [
        " FOR UPDATE SKIP LOCKED",
        " FOR NO KEY UPDATE",
        " FOR UPDATE",
        " FOR KEY SHARE",
        " FOR SHARE",
    ];
    let now = with(|state| state.database_clock()).to_string();
    let sql = sql
        .replace(NOW, &now)
        .replace(TABLES, "sqlite_master WHERE type = 'table' AND name");
    // A transaction excludes all others here, so there are no row locks.
    LOCKS.iter().fold(sql, |sql, lock| sql.replace(lock, ""))
}
