//! Fetches axe-core, the accessibility checker, from npm.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::paths;
use crate::step::step;

const VERSION: &str = "4.14.1";

/// The path of `axe.min.js`.
pub fn find_or_fetch(sh: &Shell) -> Result<PathBuf> {
    let name = format!("axe-core-{VERSION}");
    let directory = paths::cache()?.join(&name);
    let script = directory.join("axe.min.js");
    if script.exists() {
        return Ok(script);
    }
    step("Fetching axe-core (seconds, this once)", || {
        fs::create_dir_all(&directory)?;
        let package = format!("axe-core@{VERSION}");
        let archive = directory.join(format!("{name}.tgz"));
        let pack = cmd!(
            sh,
            "npm pack --silent {package} --pack-destination {directory}"
        );
        pack.ignore_stdout().run()?;
        let unpack = cmd!(
            sh,
            "tar --extract --gzip --file {archive} --directory {directory} --strip-components 1"
        );
        unpack.arg("package/axe.min.js").run()?;
        fs::remove_file(&archive).context("the fetched archive cannot be removed")
    })?;
    Ok(script)
}
