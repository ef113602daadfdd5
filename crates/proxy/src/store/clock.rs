//! The clock of the database, which all its proxies share. PostgreSQL only: a SQLite file has one
//! proxy.

/// Milliseconds since 1970 at the time of the statement, not at the start of the transaction.
macro_rules! now {
    () => {
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
    };
}

pub(super) use now;
