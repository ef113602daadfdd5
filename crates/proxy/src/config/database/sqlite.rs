use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// The path of a SQLite file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteFile(PathBuf);

impl SqliteFile {
    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A companion file: the path with `suffix` appended.
    #[must_use]
    pub fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.0.clone().into_os_string();
        name.push(suffix);
        name.into()
    }
}

impl FromStr for SqliteFile {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .ok_or("it must begin with sqlite://")?;
        if path.is_empty() || path.contains(":memory:") {
            return Err("it must name a file, because accounts must survive a restart");
        }
        if path.contains('?') {
            return Err("parameters are not supported: give only the path of the file");
        }
        Ok(Self(path.into()))
    }
}

impl fmt::Display for SqliteFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}
