use std::{
    fs::Metadata,
    io,
    path::{Path, PathBuf},
};

use crate::config::SqliteFile;

/// The files that were opened, told from any others that come to stand in their place. What is open
/// stays open when its name is gone: it takes everything, and nobody finds it again.
#[derive(Clone, Debug)]
pub(in crate::store) struct OpenFile {
    database: Named,
    /// The write-ahead log: commits are there first.
    log: Named,
}

#[derive(Clone, Debug)]
struct Named {
    path: PathBuf,
    identity: (u64, u64),
}

impl OpenFile {
    /// The files that are there now. One connection at least stays open, so that SQLite itself does
    /// not remove the log.
    pub async fn of(file: &SqliteFile) -> io::Result<Self> {
        Ok(Self {
            database: Named::of(file.path()).await?,
            log: Named::of(&file.beside("-wal")).await?,
        })
    }

    /// Whether they still are.
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
            let text = format!("the database file {path} cannot be seen: {error}");
            io::Error::new(error.kind(), text)
        })?;
        if identity(&now) == self.identity {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "another file stands in the place of {path}: put the file back, or start again to use \
             the other"
        )))
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// An open file cannot be removed or replaced there.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
