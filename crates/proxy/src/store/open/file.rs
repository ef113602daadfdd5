use std::{
    fs::Metadata,
    io,
    path::{Path, PathBuf},
};

use crate::config::SqliteFile;

/// The opened database files, identified by inode. A file stays open after it was renamed, deleted
/// or replaced: SQLite would write to it, and the data would be lost.
#[derive(Clone, Debug)]
pub(in crate::store) struct OpenFile {
    database: Named,
    /// The write-ahead log, which receives commits first.
    log: Named,
}

#[derive(Clone, Debug)]
struct Named {
    path: PathBuf,
    identity: (u64, u64),
}

impl OpenFile {
    /// Identifies the current files. At least one connection must stay open, so that SQLite does
    /// not remove the write-ahead log.
    pub async fn of(file: &SqliteFile) -> io::Result<Self> {
        Ok(Self {
            database: Named::of(file.path()).await?,
            log: Named::of(&file.beside("-wal")).await?,
        })
    }

    /// Checks that the paths still lead to the opened files.
    pub async fn check(&self) -> io::Result<()> {
        self.database.check().await?;
        self.log.check().await
    }
}

impl Named {
    async fn of(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: std::path::absolute(path)?,
            identity: identity(&tokio::fs::metadata(path).await?),
        })
    }

    async fn check(&self) -> io::Result<()> {
        let path = self.path.display();
        let now = tokio::fs::metadata(&self.path).await.map_err(|error| {
            let text = format!("the database file {path} cannot be accessed: {error}");
            io::Error::new(error.kind(), text)
        })?;
        if identity(&now) == self.identity {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "the database file {path} was replaced: restore the file, or restart the proxy to use \
             the new one"
        )))
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// On other systems, an open file cannot be removed or replaced.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
