//! The same list in React, to compare with in the same run. It is no part of this repository.

use std::fs;
use std::process::Command;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::paths;
use crate::process::{Process, free_port};
use crate::setup;
use crate::step::{announce, step};

/// Where the yardstick lies: beside the repository.
const DIRECTORY: &str = "../shared/yardstick";

/// A server with the built yardstick. Stopped on drop.
pub struct Yardstick {
    /// URL of its list.
    pub url: String,
    _server: Process,
}

/// Builds and serves the yardstick; `None` without its directory.
pub fn start(sh: &Shell) -> Result<Option<Yardstick>> {
    let directory = paths::root().join(DIRECTORY);
    if !directory.is_dir() {
        announce("Measuring without the list in React: it is not beside the repository");
        return Ok(None);
    }
    setup::yardstick_programs(sh)?;
    let work = paths::target()?.join("yardstick");
    let built = work.join("built");
    fs::create_dir_all(&work)?;
    step("Building the list in React", || {
        let build = cmd!(sh, "sh {directory}/build.sh {built}");
        Ok(build.env("YARDSTICK_WORK", &work).run()?)
    })?;
    let port = free_port()?;
    let mut command = Command::new("python3");
    command.arg(directory.join("static.py"));
    command.arg(port.to_string()).arg(&built);
    Ok(Some(Yardstick {
        url: format!("http://127.0.0.1:{port}"),
        _server: Process::start("the list in React", &mut command)?,
    }))
}
