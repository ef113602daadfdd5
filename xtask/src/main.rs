//! The project's commands: `cargo xtask run`, `test`, `bench` and `dist`.
//!
//! All of them first set up what is missing, say what they do and how long it takes the first time,
//! and are quick and silent about it from then on.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bench;
mod dependencies;
mod dist;
mod exports;
mod finish;
mod glue;
mod licences;
mod panel;
mod paths;
mod process;
mod run;
mod setup;
mod split;
mod standard_library;
mod step;
mod styles;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xshell::Shell;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the panel and start it with the proxy and ActiveCampaign's sandbox
    Run(run::Options),
    /// Check format and lints, then run every test there is, the browser's included
    Test(test::Options),
    /// Measure, and print the tables that README quotes
    Bench(bench::Options),
    /// Build for release, and put all that is installed into target/dist-release
    Dist,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match start(&cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(command: &Command) -> anyhow::Result<ExitCode> {
    let sh = Shell::new()?;
    sh.change_dir(paths::root());
    match command {
        Command::Run(options) => run::run(&sh, options).map(|()| ExitCode::SUCCESS),
        Command::Test(options) => test::test(&sh, options),
        Command::Bench(options) => bench::bench(&sh, options).map(|()| ExitCode::SUCCESS),
        Command::Dist => dist::dist(&sh).map(|()| ExitCode::SUCCESS),
    }
}
