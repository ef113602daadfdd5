//! `cargo xtask bench`: measures the tables of the README on this machine.

mod yardstick;

use anyhow::{Result, ensure};
use clap::ValueEnum;
use xshell::{Shell, cmd};

use crate::step::{announce, step};
use crate::{panel, paths, setup};

/// How many orders the kill test delivers.
const KILL_ORDERS: &str = "5000";

#[derive(clap::Args)]
pub struct Options {
    /// Run only this measurement; by default all of them
    what: Option<What>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Size of the panel, and its load and response times
    Page,
    /// Requests a second, and their latency
    Requests,
    /// The cost of the intake
    Intake,
    /// Delivery of orders, and the counts of the kill test
    Transfer,
    /// Time per order and memory use with up to a million waiting orders
    Scale,
}

/// Runs the selected measurements. No other load should run on the machine.
pub fn bench(sh: &Shell, options: &Options) -> Result<()> {
    let wanted = |what| options.what.is_none_or(|only| only == what);
    if wanted(What::Page) {
        page(sh)?;
    }
    for (what, name) in [
        (What::Requests, "requests"),
        (What::Intake, "intake"),
        (What::Transfer, "transfer"),
        (What::Scale, "scale"),
    ] {
        if wanted(what) {
            announce(&format!(
                "Measuring: {name} (built for release the first time)"
            ));
            cmd!(sh, "cargo bench --quiet -p proxy --bench {name}").run()?;
        }
    }
    if wanted(What::Transfer) {
        kill(sh)?;
    }
    Ok(())
}

/// Measures the page with a release build of the proxy; the browser driver may be a debug build.
fn page(sh: &Shell) -> Result<()> {
    setup::test_programs(sh)?;
    setup::wasm_target(sh)?;
    panel::build(sh, &setup::panel_tools(sh)?)?;
    step("Building proxy and sandbox for release", || {
        Ok(cmd!(sh, "cargo build --release -p proxy -p sandbox").run()?)
    })?;
    let yardstick = yardstick::start(sh)?;
    announce("Measuring: page");
    let _panel = sh.push_env("PANEL_DIR", paths::dist());
    let _programs = sh.push_env("PROGRAMS_DIR", paths::target()?.join("release"));
    let bench = cmd!(
        sh,
        "cargo bench --quiet -p panel --profile dev --bench page"
    );
    let url = yardstick.iter().map(|it| ("YARDSTICK_URL", &it.url));
    Ok(bench.envs(url).run()?)
}

/// Runs the test that kills the proxy at random moments, longer than `cargo xtask test` does.
fn kill(sh: &Shell) -> Result<()> {
    announce("Measuring: what is left when the proxy is killed again and again");
    let test = cmd!(
        sh,
        "cargo test --quiet --release -p proxy --test kill -- --nocapture"
    );
    let output = test
        .env("KILL_ORDERS", KILL_ORDERS)
        .ignore_status()
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "the kill test failed:\n{said}");
    let counts = said.lines().filter(|line| line.starts_with("seed "));
    println!("\n### Killed at random moments\n");
    counts.for_each(|line| println!("{line}"));
    Ok(())
}
