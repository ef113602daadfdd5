mod postgres;
mod sqlite;

use std::{fmt, str::FromStr};

pub use postgres::PostgresUrl;
pub use sqlite::SqliteFile;

/// The parsed value of `DATABASE_URL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file, for a single proxy.
    Sqlite(SqliteFile),
    /// A PostgreSQL server, for one or several proxies.
    Postgres(PostgresUrl),
}

impl Database {
    /// Whether the URL contains a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(url) => url.has_password(),
        }
    }
}

impl FromStr for Database {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        match url.split_once(':') {
            Some(("sqlite", _)) => url.parse().map(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => url.parse().map(Self::Postgres),
            _ => Err("it must begin with sqlite:// or postgres://"),
        }
    }
}

/// For logs and error messages: never prints the password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => file.fmt(f),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_neither_shown_nor_told_in_an_error() {
        let url = "postgres://integrations:s3cret@db.internal:5433/proxy?sslmode=require";
        let database: Database = url.parse().unwrap();
        assert_eq!(database.to_string(), "postgres://db.internal:5433/proxy");
        assert!(!format!("{database:?}").contains("s3cret"), "{database:?}");
        for wrong in [
            "postgres://u:s3cret@db.internal:port/proxy",
            "postgres://u:s3cret@db.internal",
            "postgres:u:s3cret",
            "mysql://u:s3cret@db/x",
        ] {
            let error = wrong.parse::<Database>().unwrap_err();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn a_socket_is_named_by_its_directory() {
        let database: Database = "postgres:///proxy?host=/run/postgresql".parse().unwrap();
        assert_eq!(database.to_string(), "postgres:///proxy on /run/postgresql");
    }

    #[test]
    fn a_file_outlives_the_process() {
        for wrong in ["sqlite://", "sqlite::memory:", "sqlite://a.db?mode=rwc"] {
            assert!(wrong.parse::<Database>().is_err(), "{wrong}");
        }
        let database: Database = "sqlite:///var/lib/a b.db".parse().unwrap();
        assert_eq!(database.to_string(), "/var/lib/a b.db");
    }
}
