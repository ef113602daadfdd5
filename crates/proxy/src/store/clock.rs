//! The database's clock, which all its proxies share. PostgreSQL's alone: a SQLite file has one.

/// Milliseconds since 1970, at the moment of asking and not of the transaction's beginning.
macro_rules! now {
    () => {
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
    };
}

pub(super) use now;
