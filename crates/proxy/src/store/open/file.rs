use std::{
    fs::Metadata,
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

/// The file that was opened, told from any other that comes to stand in its place. What is open
/// stays open when its name is gone: it takes everything, and nobody finds it again.
#[derive(Clone, Debug)]
pub(in crate::store) struct OpenFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl OpenFile {
    /// The file that is there now.
    pub async fn of(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            identity: identity(&tokio::fs::metadata(path).await?),
        })
    }

    /// Whether it still is.
    pub async fn check(&self) -> anyhow::Result<()> {
        let path = self.path.display();
        let now = tokio::fs::metadata(&self.path).await;
        let now = now.with_context(|| format!("the database file {path} is gone"))?;
        ensure!(
            identity(&now) == self.identity,
            "another file stands in the place of {path}: start again to use it"
        );
        Ok(())
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
