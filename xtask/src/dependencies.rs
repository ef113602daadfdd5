//! Checks the dependencies against `deny.toml`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::step::{announce, step};

/// Checks licences and sources, and known weaknesses where the advisory database is available. Runs
/// only where cargo-deny is installed: building it takes longer than all other checks.
pub fn check(sh: &Shell) -> Result<()> {
    let version = cmd!(sh, "cargo deny --version").quiet();
    if version.ignore_stdout().ignore_stderr().run().is_err() {
        announce("Dependencies not checked: `cargo install cargo-deny --locked` brings what does");
        return Ok(());
    }
    step("Checking licences and sources of dependencies", || {
        let check = cmd!(sh, "cargo deny --workspace --log-level error check");
        Ok(check.args(["licenses", "bans", "sources"]).run()?)
    })?;
    let fetch = cmd!(sh, "cargo deny --log-level error fetch db").quiet();
    if fetch.ignore_stdout().ignore_stderr().run().is_err() {
        announce("Known weaknesses not checked: RustSec's list cannot be fetched from here");
        return Ok(());
    }
    step("Checking dependencies for known weaknesses", || {
        let check = cmd!(sh, "cargo deny --workspace --log-level error check");
        Ok(check.args(["--disable-fetch", "advisories"]).run()?)
    })
}
