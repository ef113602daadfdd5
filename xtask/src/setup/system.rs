//! Installs programs from the system's packages.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::step::step;

/// Installs missing programs; `programs` pairs each program with its Debian package.
pub fn ensure(sh: &Shell, programs: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|(program, _)| !on_path(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if !may_install() {
        bail!("please install {packages} (the names are Debian's) and run this again");
    }
    let what = format!("Installing {packages} (about a minute, this once)");
    step(&what, || {
        let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
        // Debian starts installed services, such as a web server on port 80, but not in this
        // runlevel.
        let _stopped = sh.push_env("RUNLEVEL", "1");
        cmd!(sh, "apt-get update -q").run()?;
        let install = cmd!(sh, "apt-get install -q -y --no-install-recommends");
        Ok(install.args(&missing).run()?)
    })
}

/// As [`ensure`], where packages can be installed; elsewhere the tests run without them.
pub fn ensure_if_possible(sh: &Shell, programs: &[(&str, &str)]) -> Result<()> {
    match may_install() {
        true => ensure(sh, programs),
        false => Ok(()),
    }
}

pub fn may_install() -> bool {
    rustix::process::geteuid().is_root()
        && Path::new("/etc/debian_version").exists()
        && on_path("apt-get")
}

pub fn on_path(program: &str) -> bool {
    find(program).is_some()
}

/// The path of a program on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut paths = env::split_paths(&path).map(|directory| directory.join(program));
    paths.find(|path| path.is_file())
}
