//! `cargo xtask dev`: proxy, sandbox and the demo's back office, and the panel by `trunk serve`, which
//! builds it anew and reloads it when a file is saved.

use std::process::Command;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::process::Process;
use crate::run::{self, Programs, Started};
use crate::setup::PanelTools;
use crate::{panel, paths, setup};

/// Where `Trunk.toml` has trunk find the proxy.
const PROXY_PORT: u16 = 8080;
/// Where `Trunk.toml` has trunk serve the panel.
const PANEL_PORT: u16 = 8082;
/// Leptos' advice for development: types of views that are not nested compile faster.
const RUSTFLAGS: &str = "--cfg erase_components";

#[derive(clap::Args)]
pub struct Options {
    /// Talk to ActiveCampaign itself instead of the sandbox
    #[arg(long)]
    real: bool,
}

/// Sets up, builds and starts everything, and waits for Ctrl-C.
pub fn dev(sh: &Shell, options: &Options) -> Result<()> {
    run::check_port(PROXY_PORT)?;
    run::check_port(PANEL_PORT)?;
    setup::wasm_target(sh)?;
    let tools = setup::panel_tools(sh)?;
    // trunk is told to stay offline, and passes that on to cargo.
    cmd!(sh, "cargo fetch").run()?;
    run::build_programs(sh)?;
    let interrupted = run::interruption()?;
    let panel = format!("http://127.0.0.1:{PANEL_PORT}");
    let Started {
        mut processes,
        host,
        ..
    } = run::start(&Programs {
        port: PROXY_PORT,
        is_real: options.real,
        panel_origin: Some(panel.clone()),
    })?;
    processes.push(trunk_serve(&tools)?);
    println!(
        "\n    Back office: {host}/\n    Panel alone: {panel}/\n\n\
         The panel is there when trunk has built it; a saved file is built and reloaded. Ctrl-C stops it."
    );
    run::wait(processes, &interrupted)
}

/// The development profile: nothing is optimized, split or shrunk.
fn trunk_serve(tools: &PanelTools) -> Result<Process> {
    let mut command = Command::new(&tools.trunk);
    command
        .args(["serve", "--offline", "--release", "false"])
        .args(["--cargo-profile", "dev", "--minify", "false", "--dist"])
        .arg(paths::target()?.join("dev-panel"))
        .current_dir(paths::root())
        .env("PATH", panel::path_starting_with(&tools.wasm_bindgen)?)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", RUSTFLAGS)
        // Names of functions are enough for a stack in the browser's console.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        // trunk takes only true and false for it.
        .env_remove("NO_COLOR");
    let mut trunk = Process::start("trunk", &mut command)?;
    trunk.print_lines();
    Ok(trunk)
}
