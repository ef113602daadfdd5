//! `cargo xtask test`: all checks and tests.

use std::env;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::setup::{PanelTools, postgres};
use crate::step::{announce, step};
use crate::{dependencies, panel, paths, setup};

const WASM: &str = "wasm32-unknown-unknown";

#[derive(clap::Args)]
pub struct Options {
    /// Run only the tests whose names contain one of these words, and no other checks
    filter: Vec<String>,
    /// How many orders the kill test submits; more take longer
    #[arg(long, value_name = "N")]
    kill_orders: Option<u64>,
    /// Use the kill moments of an earlier run
    #[arg(long, value_name = "N")]
    kill_seed: Option<u64>,
    /// How many seeds the simulation of the delivery runs; more take longer
    #[arg(long, value_name = "N")]
    sim_seeds: Option<u64>,
    /// The first seed of the simulation; the only one without --sim-seeds
    #[arg(long, value_name = "N")]
    sim_seed: Option<u64>,
}

impl Options {
    /// The environment of the kill test and of the simulation.
    fn environment(&self) -> impl Iterator<Item = (&str, String)> {
        let orders = ("KILL_ORDERS", self.kill_orders);
        let seed = ("KILL_SEED", self.kill_seed);
        let seeds = ("SIM_SEEDS", self.sim_seeds);
        let first = ("SIM_SEED", self.sim_seed);
        let given = [orders, seed, seeds, first].into_iter();
        given.filter_map(|(name, number)| Some((name, number?.to_string())))
    }
}

/// Runs checks and tests; cheap ones that often fail come first.
pub fn test(sh: &Shell, options: &Options) -> Result<ExitCode> {
    let everything = options.filter.is_empty();
    if everything {
        check_format(sh)?;
    }
    setup::test_programs(sh)?;
    let axe = setup::axe(sh)?;
    let engines = setup::engines::find_or_install(sh)?;
    setup::wasm_target(sh)?;
    if everything {
        check_lints(sh)?;
        dependencies::check(sh)?;
    }
    let tools = setup::panel_tools(sh)?;
    if everything {
        test_contract_on_wasm(sh, &tools)?;
    }
    panel::build(sh, &tools)?;
    step("Building programs and tests", || {
        // One build shares the dependencies; the browser tests start the programs.
        Ok(cmd!(sh, "cargo build --workspace --bins --tests").run()?)
    })?;

    announce("Running the tests");
    let _panel = sh.push_env("PANEL_DIR", paths::dist());
    let _axe = sh.push_env("AXE_JS", axe);
    let filter = &options.filter;
    let tests = cmd!(sh, "cargo test --workspace --no-fail-fast -- {filter...}");
    let tests = tests.envs(options.environment()).envs(engines);
    let passed = tests.run().is_ok();
    // Print nothing after this: the end of the output is the test runners' own.
    Ok(match passed & test_on_postgres(sh, options)? {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Runs the proxy's tests again on PostgreSQL. Returns whether they passed or could not run.
fn test_on_postgres(sh: &Shell, options: &Options) -> Result<bool> {
    let Some(server) = postgres::Server::start(sh)? else {
        announce(
            "WARNING: the tests on PostgreSQL did NOT run: it is not installed, and only root on \
             Debian installs it here (apt-get install postgresql)",
        );
        // PostgreSQL is optional for developers and required in CI.
        return Ok(env::var_os("CI").is_none());
    };
    announce("Running the proxy's tests on PostgreSQL");
    let filter = &options.filter;
    // Test the whole workspace: for a single package cargo would rebuild everything with other
    // features.
    let tests = cmd!(
        sh,
        "cargo test --workspace --test all --test delivery --test kill --test several --no-fail-fast -- {filter...}"
    );
    let tests = tests.env("TEST_POSTGRES", server.url());
    Ok(tests.envs(options.environment()).run().is_ok())
}

fn check_format(sh: &Shell) -> Result<()> {
    setup::components(sh)?;
    step("Checking the format", || {
        Ok(cmd!(sh, "cargo fmt --all --check").run()?)
    })
}

/// Runs clippy for both targets and rustdoc; warnings are errors.
fn check_lints(sh: &Shell) -> Result<()> {
    step("Checking lints", || {
        let clippy = cmd!(sh, "cargo clippy --workspace --all-targets");
        Ok(clippy.args(["--", "-D", "warnings"]).run()?)
    })?;
    step("Checking lints of what runs in the browser", || {
        let clippy = cmd!(sh, "cargo clippy -p panel -p contract --target {WASM}");
        Ok(clippy.args(["--", "-D", "warnings"]).run()?)
    })?;
    step("Checking the documentation", || {
        let doc = cmd!(sh, "cargo doc --workspace --no-deps");
        Ok(doc.env("RUSTDOCFLAGS", "-D warnings").run()?)
    })
}

/// Runs the contract's tests on the panel's target.
fn test_contract_on_wasm(sh: &Shell, tools: &PanelTools) -> Result<()> {
    step("Testing the contract on wasm", || {
        let runner = tools
            .wasm_bindgen
            .with_file_name("wasm-bindgen-test-runner");
        let test = cmd!(sh, "cargo test -p contract --target {WASM} --lib --tests");
        let test = test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        let output = test.ignore_status().output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        eprint!("{said}{}", String::from_utf8_lossy(&output.stderr));
        ensure!(output.status.success(), "a test failed");
        // The runner succeeds when it finds no tests, as with tests that only have `#[test]`.
        ensure!(
            said.contains("test result: ok"),
            "no test ran: test modules need `wasm_bindgen_test` as their `test` on wasm"
        );
        Ok(())
    })
}
