//! Everything the build and the tests need, brought in when it is missing.

mod axe;
mod cargo_tool;
pub mod lockfile;
pub mod postgres;
mod rust;
mod system;

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use cargo_tool::CargoTool;
pub use rust::{components, sources_of_rust, wasm_target};

/// The newest trunk that builds with the workspace's `rust-version`.
const TRUNK: &str = "0.21.14";

/// Tools that turn the panel's source into `dist/`.
pub struct PanelTools {
    /// The program `trunk`.
    pub trunk: PathBuf,
    /// The program `wasm-bindgen`.
    pub wasm_bindgen: PathBuf,
}

/// Finds or installs what builds the panel.
pub fn panel_tools(sh: &Shell) -> Result<PanelTools> {
    let trunk = CargoTool {
        package: "trunk",
        program: "trunk",
        version: TRUNK,
        // The default features also hold an updater, and TLS that needs OpenSSL's headers.
        flags: &["--no-default-features", "--features", "rustls"],
        first_time: "about 5 minutes on two cores",
    };
    // The program and the crate must be of exactly one version to understand each other.
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

/// Finds or installs the browser, its driver, and Node.js, which runs wasm tests and fetches
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
    // Its test says that it is left out where there is none.
    system::ensure_if_possible(sh, &[("nginx", "nginx-light")])
}

/// Finds or fetches axe-core, which looks for accessibility mistakes inside the browser.
pub fn axe(sh: &Shell) -> Result<PathBuf> {
    axe::find_or_fetch(sh)
}
