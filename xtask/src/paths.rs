//! Paths of the repository, its outputs and the tool cache.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the repository.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The built panel.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The data that `cargo xtask run` keeps between runs.
pub fn data() -> PathBuf {
    root().join("data")
}

/// The directory of the dev profile's programs: the one of this program, whatever target directory
/// is configured.
pub fn programs() -> Result<PathBuf> {
    let own = env::current_exe().context("this program's own path is not known")?;
    let directory = own.parent().context("this program is in no directory")?;
    Ok(directory.to_path_buf())
}

/// Cargo's target directory.
pub fn target() -> Result<PathBuf> {
    let programs = programs()?;
    let target = programs
        .parent()
        .context("the programs are in no target directory")?;
    Ok(target.to_path_buf())
}

/// The directory of tools that all clones of the repository share.
pub fn cache() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|it| Path::new(it).is_absolute()) {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir()
            .context("neither XDG_CACHE_HOME nor HOME is set")?
            .join(".cache"),
    };
    Ok(cache.join("passweb-integrazioni"))
}
