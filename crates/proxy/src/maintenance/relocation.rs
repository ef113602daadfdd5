//! `move`: copies a SQLite database to PostgreSQL.

use std::fmt;

use crate::{
    config::{PostgresUrl, SqliteFile},
    store::{self, Relocated},
};

/// Source and target of a copy.
#[derive(Debug)]
pub struct Relocation {
    /// The SQLite file, which no proxy may have open.
    pub source: SqliteFile,
    /// The PostgreSQL database, which must be empty.
    pub target: PostgresUrl,
}

/// Summary of a copy, for the operator.
#[derive(Debug)]
pub struct Summary {
    relocation: Relocation,
    done: Relocated,
}

impl Relocation {
    /// Copies all rows and compares them row by row. Can be run again after an abort.
    ///
    /// # Errors
    /// A message for the operator.
    pub async fn run(self) -> anyhow::Result<Summary> {
        let done = store::relocate(&self.source, &self.target).await?;
        Ok(Summary {
            relocation: self,
            done,
        })
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Relocation { source, target } = &self.relocation;
        match self.done.was_complete {
            true => writeln!(f, "{target} holds all of {source} already:")?,
            false => writeln!(
                f,
                "{source} was copied to {target} and compared row by row:"
            )?,
        }
        for (table, rows) in &self.done.rows {
            writeln!(f, "  {table}: {rows}")?;
        }
        write!(
            f,
            "Set DATABASE_URL to the new database before the proxy is started; keep {source} as a \
             backup and never start a proxy on it again"
        )
    }
}
