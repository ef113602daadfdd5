//! Firefox and Safari's engine, in which some browser tests run besides Chromium.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use super::cargo_tool::CargoTool;
use super::system;
use crate::step::announce;

/// Debian's directory of libraries, which holds WebKitGTK's own small browser.
const LIBRARIES: &str = "/usr/lib";
const WEBKIT_BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";

/// Finds or installs the engines. Returns the environment variables with which `tests/engines` finds
/// them; an engine that cannot be had is announced, and its tests fail in CI only.
pub fn find_or_install(sh: &Shell) -> Result<Vec<(&'static str, PathBuf)>> {
    system::ensure_if_possible(
        sh,
        &[
            ("firefox-esr", "firefox-esr"),
            ("WebKitWebDriver", "webkit2gtk-driver"),
            ("xvfb-run", "xvfb"),
            ("xauth", "xauth"),
            ("dbus-run-session", "dbus"),
        ],
    )?;
    let mut found = Vec::new();
    if system::on_path("firefox-esr") || system::on_path("firefox") {
        found.push(("GECKODRIVER", geckodriver(sh)?));
    } else {
        announce("WARNING: the tests in Firefox do NOT run: firefox-esr is not installed");
    }
    match (system::find("WebKitWebDriver"), webkit_browser()) {
        (Some(driver), Some(browser)) if system::on_path("xvfb-run") => {
            found.extend([("WEBKIT_DRIVER", driver), ("WEBKIT_BROWSER", browser)]);
        }
        _ => announce(
            "WARNING: the tests in Safari's engine do NOT run: Debian's webkit2gtk-driver and xvfb \
             are not installed",
        ),
    }
    Ok(found)
}

/// Debian has no package of Firefox's driver.
fn geckodriver(sh: &Shell) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "geckodriver",
        program: "geckodriver",
        version: "0.37.1",
        flags: &[],
        first_time: "about 2 minutes on two cores",
    };
    tool.find_or_install(sh)
}

fn webkit_browser() -> Option<PathBuf> {
    let directories = fs::read_dir(LIBRARIES).ok()?.flatten();
    let mut paths = directories.map(|it| it.path().join(WEBKIT_BROWSER));
    paths.find(|it| it.is_file())
}
