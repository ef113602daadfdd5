//! `cargo xtask run`: runs the panel, the proxy and the sandbox until Ctrl-C.

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use signal_hook::consts::TERM_SIGNALS;
use xshell::{Shell, cmd};

use crate::process::Process;
use crate::step::step;
use crate::{panel, paths, setup};

const READY_WITHIN: Duration = Duration::from_secs(30);

#[derive(clap::Args)]
pub struct Options {
    /// Port of the panel on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Connect to ActiveCampaign instead of the sandbox
    #[arg(long)]
    real: bool,
}

/// Sets up, builds and starts everything, and waits for Ctrl-C.
pub fn run(sh: &Shell, options: &Options) -> Result<()> {
    // Fail before minutes are spent on the build.
    check_port(options.port)?;
    setup::wasm_target(sh)?;
    panel::build(sh, &setup::panel_tools(sh)?)?;
    build_programs(sh)?;
    let interrupted = interruption()?;
    let Started {
        processes,
        panel,
        host,
    } = start(&Programs {
        port: options.port,
        is_real: options.real,
        panel_origin: None,
    })?;
    println!("\n    Back office: {host}/\n    Panel alone: {panel}/\n\nCtrl-C stops it.");
    wait(processes, &interrupted)
}

/// Builds proxy and sandbox for this machine.
pub fn build_programs(sh: &Shell) -> Result<()> {
    let build = cmd!(sh, "cargo build -p proxy -p sandbox");
    step(
        "Building proxy and sandbox (minutes the first time)",
        || Ok(build.run()?),
    )
}

/// Becomes true when the program is told to stop.
pub fn interruption() -> Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&interrupted))?;
    }
    Ok(interrupted)
}

/// Waits for the interruption, then stops the programs, the last one first.
pub fn wait(mut processes: Vec<Process>, interrupted: &AtomicBool) -> Result<()> {
    while !interrupted.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(100));
        for process in &mut processes {
            let ended = process.ended()?;
            // Ctrl-C reaches the whole process group: then the processes exit because of it.
            if let Some(ended) = ended.filter(|_| !interrupted.load(Ordering::Relaxed)) {
                bail!("{ended}");
            }
        }
    }
    // Stop the proxy first, so that its last calls still reach the sandbox.
    while let Some(process) = processes.pop() {
        drop(process);
    }
    println!("Stopped. What was saved is in {}", paths::data().display());
    Ok(())
}

/// Fails when another program uses the port.
pub fn check_port(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "another program uses port {port}: stop it, or choose a port with \
             `cargo xtask run --port {}`",
            port.saturating_add(1)
        ),
        other => other
            .map(drop)
            .with_context(|| format!("port {port} cannot be used")),
    }
}

/// How proxy and sandbox are started.
pub struct Programs {
    /// The proxy's port.
    pub port: u16,
    /// Whether ActiveCampaign itself is meant, not the sandbox.
    pub is_real: bool,
    /// Where the back office's frame finds the panel, when it is not the proxy that serves it.
    pub panel_origin: Option<String>,
}

/// The programs that run, and where they are.
pub struct Started {
    /// The sandbox, if any, and the proxy.
    pub processes: Vec<Process>,
    /// The proxy's origin.
    pub panel: String,
    /// The back office's origin.
    pub host: String,
}

/// Starts the sandbox, unless the real ActiveCampaign is meant, and then the proxy.
pub fn start(how: &Programs) -> Result<Started> {
    let programs = paths::programs()?;
    let mut processes = Vec::new();
    let mut proxy = proxy(&programs, how)?;
    if how.is_real {
        proxy.env_remove("ACTIVECAMPAIGN_URL");
    } else {
        let (sandbox, url) = start_sandbox(&programs)?;
        proxy.env("ACTIVECAMPAIGN_URL", format!("{url}/{{account}}"));
        println!("ActiveCampaign's sandbox: {url}");
        processes.push(sandbox);
    }
    let proxy = Process::start("the proxy", &mut proxy)?;
    let panel = proxy.line_after("integrations-proxy listening on ", READY_WITHIN)?;
    let host = proxy.line_after("demo back office on ", READY_WITHIN)?;
    processes.push(proxy);
    Ok(Started {
        processes,
        panel,
        host,
    })
}

fn start_sandbox(programs: &Path) -> Result<(Process, String)> {
    let mut command = Command::new(programs.join("activecampaign-sandbox"));
    command.args(["--listen", "127.0.0.1:0"]);
    let sandbox = Process::start("the sandbox", &mut command)?;
    let url = sandbox.line_after("activecampaign-sandbox listening on ", READY_WITHIN)?;
    Ok((sandbox, url))
}

fn proxy(programs: &Path, how: &Programs) -> Result<Command> {
    // Separate data: accounts of the sandbox do not exist in ActiveCampaign, and vice versa.
    let data = paths::data().join(if how.is_real { "real" } else { "sandbox" });
    fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
    let database = data.join("integrations.db");
    let mut command = Command::new(programs.join("integrations-proxy"));
    command
        .arg("--demo")
        .env("LISTEN", format!("127.0.0.1:{}", how.port))
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .env("PANEL_DIR", paths::dist())
        .envs(how.panel_origin.iter().map(|it| ("DEMO_PANEL_ORIGIN", it)));
    Ok(command)
}
