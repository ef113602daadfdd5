use sqlx::{postgres::PgDatabaseError, sqlite::SqliteError};

use crate::store::Error;

/// What the database could not do is not the client's fault, and often passes.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let passes = passes(&error);
        let error = anyhow::Error::new(error).context("database");
        if passes {
            Self::Unavailable(error)
        } else {
            Self::Internal(error)
        }
    }
}

/// Whether the same may go well a little later.
fn passes(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        // A connection that ended in the middle of an answer.
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(error) => {
            let code = error.code();
            let code = code.as_deref().unwrap_or_default();
            if error.try_downcast_ref::<PgDatabaseError>().is_some() {
                passes_in_postgres(code)
            } else if error.try_downcast_ref::<SqliteError>().is_some() {
                passes_in_sqlite(code)
            } else {
                false
            }
        }
        _ => false,
    }
}

/// By the classes of PostgreSQL's appendix A: connections, transactions that others ended (a
/// deadlock is one), too few resources, locks, an operator's intervention, the system; and a server
/// that only reads, as before another takes its place.
fn passes_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 6] = ["08", "40", "53", "55", "57", "58"];
    const READ_ONLY: &str = "25006";
    CLASSES.iter().any(|class| code.starts_with(class)) || code == READ_ONLY
}

/// `SQLITE_BUSY`, `_READONLY`, `_IOERR`, `_FULL`, `_CANTOPEN`.
fn passes_in_sqlite(code: &str) -> bool {
    const PASSING: [i32; 5] = [5, 8, 10, 13, 14];
    // The lowest byte is the code, the others say more.
    code.parse::<i32>()
        .is_ok_and(|code| PASSING.contains(&(code & 0xff)))
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
}
