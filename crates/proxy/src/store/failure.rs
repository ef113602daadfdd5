use sqlx::{postgres::PgDatabaseError, sqlite::SqliteError};

use crate::store::Error;

/// Database failures are not the client's fault, and are often temporary.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let unavailable = is_unavailable(&error);
        let error = anyhow::Error::new(error).context("database");
        if unavailable {
            Self::Unavailable(error)
        } else {
            Self::Internal(error)
        }
    }
}

/// Whether a retry may succeed.
pub(super) fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        // The connection ended in the middle of a response.
        | sqlx::Error::Protocol(_) => true,
        error => by_code(error, passes_in_postgres, passes_in_sqlite),
    }
}

/// Whether the error concerns the statement only, so that the connection stays usable. After any
/// other error, the connection is closed.
pub(super) fn is_of_the_statement(error: &sqlx::Error) -> bool {
    by_code(
        error,
        is_of_the_statement_in_postgres,
        is_of_the_statement_in_sqlite,
    )
}

fn by_code(
    error: &sqlx::Error,
    in_postgres: fn(&str) -> bool,
    in_sqlite: fn(&str) -> bool,
) -> bool {
    let sqlx::Error::Database(error) = error else {
        return false;
    };
    let code = error.code();
    let code = code.as_deref().unwrap_or_default();
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        in_postgres(code)
    } else if error.try_downcast_ref::<SqliteError>().is_some() {
        in_sqlite(code)
    } else {
        false
    }
}

/// Invalid data, constraints, deadlocks, invalid statements, locks, and a statement timeout.
/// Excludes a read-only server (25006) and a server that stops (57P01).
fn is_of_the_statement_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["22", "23", "40", "42", "55"];
    const QUERY_CANCELED: &str = "57014";
    CLASSES.iter().any(|class| code.starts_with(class)) || code == QUERY_CANCELED
}

/// `SQLITE_BUSY`, `_CONSTRAINT`. After `_FULL`, `_IOERR` and similar errors, SQLite may have ended
/// the transaction by itself.
fn is_of_the_statement_in_sqlite(code: &str) -> bool {
    primary(code).is_some_and(|code| [5, 19].contains(&code))
}

/// By the error classes of PostgreSQL's appendix A: connection errors, transactions ended by others
/// (such as deadlocks), insufficient resources, locks, operator intervention, system errors; and a
/// read-only server, as before a failover.
fn passes_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 6] = ["08", "40", "53", "55", "57", "58"];
    const READ_ONLY: &str = "25006";
    CLASSES.iter().any(|class| code.starts_with(class)) || code == READ_ONLY
}

/// `SQLITE_PERM`, `_BUSY`, `_READONLY`, `_IOERR`, `_FULL`, `_CANTOPEN`, `_PROTOCOL`.
fn passes_in_sqlite(code: &str) -> bool {
    primary(code).is_some_and(|code| [3, 5, 8, 10, 13, 14, 15].contains(&code))
}

/// The lowest byte is the primary code, the others refine it.
fn primary(code: &str) -> Option<i32> {
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadlock_may_be_retried_and_an_invalid_statement_may_not() {
        for code in ["40P01", "40001", "08006", "57P01", "53300", "25006"] {
            assert!(passes_in_postgres(code), "{code}");
        }
        for code in ["23505", "42P01", "22021"] {
            assert!(!passes_in_postgres(code), "{code}");
        }
        assert!(passes_in_sqlite("5") && passes_in_sqlite("261"));
        assert!(!passes_in_sqlite("2067"));
    }

    #[test]
    fn a_read_only_server_closes_the_connection_and_a_violated_constraint_keeps_it() {
        for code in [
            "25006", "57P01", "57P02", "53300", "08006", "58030", "XX000",
        ] {
            assert!(!is_of_the_statement_in_postgres(code), "{code}");
        }
        for code in ["23505", "40P01", "55P03", "57014"] {
            assert!(is_of_the_statement_in_postgres(code), "{code}");
        }
        assert!(is_of_the_statement_in_sqlite("2067"));
        // Full, disk I/O error, read-only.
        for code in ["13", "778", "8", "1032"] {
            assert!(!is_of_the_statement_in_sqlite(code), "{code}");
        }
    }
}
