use sqlx::{postgres::PgDatabaseError, sqlite::SqliteError};

use crate::store::Error;

/// What the database could not do is not the client's fault, and often passes.
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

/// Whether the same may succeed later.
pub(super) fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        // A connection that ended in the middle of an answer.
        | sqlx::Error::Protocol(_) => true,
        error => by_code(error, passes_in_postgres, passes_in_sqlite),
    }
}

/// Whether the database refused the statement alone: the connection is as good as before. Whatever
/// else fails, the connection is closed.
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

/// Data, constraints, deadlocks, wrong statements, locks, and a time-out of the statement. Not a
/// server that only reads (25006) or stops (57P01).
fn is_of_the_statement_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["22", "23", "40", "42", "55"];
    const QUERY_CANCELED: &str = "57014";
    CLASSES.iter().any(|class| code.starts_with(class)) || code == QUERY_CANCELED
}

/// `SQLITE_BUSY`, `_CONSTRAINT`. After `_FULL`, `_IOERR` and their like SQLite may have ended the
/// transaction by itself.
fn is_of_the_statement_in_sqlite(code: &str) -> bool {
    primary(code).is_some_and(|code| [5, 19].contains(&code))
}

/// By the classes of PostgreSQL's appendix A: connections, transactions that others ended (a
/// deadlock is one), too few resources, locks, an operator's intervention, the system; and a server
/// that only reads, as before another takes its place.
fn passes_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 6] = ["08", "40", "53", "55", "57", "58"];
    const READ_ONLY: &str = "25006";
    CLASSES.iter().any(|class| code.starts_with(class)) || code == READ_ONLY
}

/// `SQLITE_PERM`, `_BUSY`, `_READONLY`, `_IOERR`, `_FULL`, `_CANTOPEN`, `_PROTOCOL`.
fn passes_in_sqlite(code: &str) -> bool {
    primary(code).is_some_and(|code| [3, 5, 8, 10, 13, 14, 15].contains(&code))
}

/// The lowest byte is the code, the others say more.
fn primary(code: &str) -> Option<i32> {
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadlock_passes_and_a_wrong_statement_does_not() {
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
    fn a_connection_to_a_server_that_only_reads_is_closed_and_one_with_a_constraint_is_kept() {
        for code in [
            "25006", "57P01", "57P02", "53300", "08006", "58030", "XX000",
        ] {
            assert!(!is_of_the_statement_in_postgres(code), "{code}");
        }
        for code in ["23505", "40P01", "55P03", "57014"] {
            assert!(is_of_the_statement_in_postgres(code), "{code}");
        }
        assert!(is_of_the_statement_in_sqlite("2067"));
        // Full, an error of the disk, read-only.
        for code in ["13", "778", "8", "1032"] {
            assert!(!is_of_the_statement_in_sqlite(code), "{code}");
        }
    }
}
