/// The kind of database. Nearly all statements are the same for both; the differences are here and
/// in `open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// One file, used by one proxy.
    Sqlite,
    /// One server, used by one or several proxies.
    Postgres,
}

impl Dialect {
    /// Counts the tables with the name `$1`: 1 or 0.
    pub const fn count_tables(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
            Self::Postgres => {
                "SELECT count(*) FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        }
    }

    /// Starts a transaction that reads before it writes. In SQLite, it is then the only writer;
    /// PostgreSQL's transactions are ordered by the row that each of them locks first.
    pub const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}
