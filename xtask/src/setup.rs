//! Installs what the build and the tests need.

mod axe;
mod cargo_tool;
pub mod engines;
pub mod lockfile;
pub mod postgres;
mod rust;
mod system;

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use cargo_tool::CargoTool;
pub use rust::{components, sources_of_rust, wasm_target};

/// The newest trunk that supports the workspace's `rust-version`.
const TRUNK: &str = "0.21.14";

/// The tools that build `dist/`.
pub struct PanelTools {
    /// The program `trunk`.
    pub trunk: PathBuf,
    /// The program `wasm-bindgen`.
    pub wasm_bindgen: PathBuf,
}

/// Finds or installs the build tools of the panel.
pub fn panel_tools(sh: &Shell) -> Result<PanelTools> {
    let trunk = CargoTool {
        package: "trunk",
        program: "trunk",
        version: TRUNK,
        // The default features include an updater, and TLS that needs OpenSSL's headers.
        flags: &["--no-default-features", "--features", "rustls"],
        first_time: "about 5 minutes on two cores",
    };
    // The program and the crate must have the same version.
    let wasm_bindgen = CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &lockfile::version_of("wasm-bindgen")?,
        flags: &[],
        first_time: "about 2 minutes on two cores",
    };
    Ok(PanelTools {
        trunk: trunk.find_or_install(sh)?,
        wasm_bindgen: wasm_bindgen.find_or_install(sh)?,
    })
}

/// Finds or installs the browser, its driver, and Node.js, which runs the wasm tests and fetches
/// axe-core.
pub fn test_programs(sh: &Shell) -> Result<()> {
    system::ensure(
        sh,
        &[
            ("chromium", "chromium"),
            ("chromedriver", "chromium-driver"),
            ("node", "nodejs"),
            ("npm", "npm"),
        ],
    )?;
    // Without it, its test prints that it is skipped.
    system::ensure_if_possible(sh, &[("nginx", "nginx-light")])
}

/// Finds or installs what builds and serves the list in React.
pub fn yardstick_programs(sh: &Shell) -> Result<()> {
    let programs = [("brotli", "brotli"), ("npm", "npm"), ("python3", "python3")];
    system::ensure(sh, &programs)
}

/// Finds or fetches axe-core, which checks accessibility in the browser.
pub fn axe(sh: &Shell) -> Result<PathBuf> {
    axe::find_or_fetch(sh)
}
