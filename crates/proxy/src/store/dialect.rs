/// Which database it is. Nearly every statement means the same on both; what does not is here,
/// and in `open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// One file, one proxy.
    Sqlite,
    /// One server, one proxy or several.
    Postgres,
}

impl Dialect {
    /// Counts the tables of a name (`$1`): 1 or 0.
    pub const fn count_tables(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
            Self::Postgres => {
                "SELECT count(*) FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        }
    }

    /// How a transaction begins that reads before it writes. SQLite's writer is alone from then
    /// on; PostgreSQL's transactions are put in line by the row that each of them locks first.
    pub const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}
