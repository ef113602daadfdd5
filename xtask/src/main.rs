//! The project's commands: `cargo xtask run`, `dev`, `test`, `bench` and `dist`.
//!
//! Each command first installs what is missing and prints what it installs and how long it takes;
//! later runs skip this step silently.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bench;
mod dependencies;
mod dev;
mod dist;
mod finish;
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
    /// Build the panel, and start it with the proxy and the sandbox
    Run(run::Options),
    /// The same with the panel by `trunk serve`: a saved file is on the screen in seconds
    Dev(dev::Options),
    /// Check format and lints, then run all tests, browser tests included
    Test(test::Options),
    /// Measure, and print the tables of the README
    Bench(bench::Options),
    /// Build the release into target/dist-release
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
        Command::Dev(options) => dev::dev(&sh, options).map(|()| ExitCode::SUCCESS),
        Command::Test(options) => test::test(&sh, options),
        Command::Bench(options) => bench::bench(&sh, options).map(|()| ExitCode::SUCCESS),
        Command::Dist => dist::dist(&sh).map(|()| ExitCode::SUCCESS),
    }
}
