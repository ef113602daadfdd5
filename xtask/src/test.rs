//! `cargo xtask test`: every check and every test there is.

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
    /// Run only the tests with one of these words in their names, and no other checks
    filter: Vec<String>,
    /// How many orders the test that kills the proxy hands over; more take longer
    #[arg(long, value_name = "N")]
    kill_orders: Option<u64>,
    /// Kill at the moments of an earlier run
    #[arg(long, value_name = "N")]
    kill_seed: Option<u64>,
    /// How many seeds the simulation of the delivery runs; more take longer
    #[arg(long, value_name = "N")]
    sim_seeds: Option<u64>,
    /// The first seed of the simulation, and the only one where --sim-seeds is not given
    #[arg(long, value_name = "N")]
    sim_seed: Option<u64>,
}

impl Options {
    /// What the kill test and the simulation read.
    fn environment(&self) -> impl Iterator<Item = (&str, String)> {
        let orders = ("KILL_ORDERS", self.kill_orders);
        let seed = ("KILL_SEED", self.kill_seed);
        let seeds = ("SIM_SEEDS", self.sim_seeds);
        let first = ("SIM_SEED", self.sim_seed);
        let given = [orders, seed, seeds, first].into_iter();
        given.filter_map(|(name, number)| Some((name, number?.to_string())))
    }
}

/// Checks and tests; what is cheap and likely to fail comes first.
pub fn test(sh: &Shell, options: &Options) -> Result<ExitCode> {
    let everything = options.filter.is_empty();
    if everything {
        check_format(sh)?;
    }
    setup::test_programs(sh)?;
    let axe = setup::axe(sh)?;
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
        // In one go they share what they are built from; the browser's tests start the programs.
        Ok(cmd!(sh, "cargo build --workspace --bins --tests").run()?)
    })?;

    announce("Running the tests");
    let _panel = sh.push_env("PANEL_DIR", paths::dist());
    let _axe = sh.push_env("AXE_JS", axe);
    let filter = &options.filter;
    let tests = cmd!(sh, "cargo test --workspace --no-fail-fast -- {filter...}");
    let passed = tests.envs(options.environment()).run().is_ok();
    // Not a word after this: who reads the end of the output finds the test runners' own there.
    Ok(match passed & test_on_postgres(sh, options)? {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The proxy's tests once more, on the other database. Whether they passed, or could not run.
fn test_on_postgres(sh: &Shell, options: &Options) -> Result<bool> {
    let Some(server) = postgres::Server::start(sh)? else {
        announce(
            "WARNING: the tests on PostgreSQL did NOT run: it is not installed, and only root on \
             Debian installs it here (apt-get install postgresql)",
        );
        // A developer may do without; what lands may not.
        return Ok(env::var_os("CI").is_none());
    };
    announce("Running the proxy's tests on PostgreSQL");
    let filter = &options.filter;
    // Of the whole workspace: for one package alone, cargo would build everything in other shapes.
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

/// Clippy for both targets and rustdoc; none of them lets a warning pass.
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

/// What panel and proxy agree on has to hold on the panel's target too.
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
        // The runner is content when it finds nothing, as with tests that only have `#[test]`.
        ensure!(
            said.contains("test result: ok"),
            "none ran: test modules need `wasm_bindgen_test` as their `test` on wasm"
        );
        Ok(())
    })
}
