//! Builds Rust's standard library together with the panel: optimised for size and without panic
//! messages, which nobody sees in a browser. It saves an eighth of the download;
//! `docs/adr/0003-panel-in-parts.md` explains why that justifies unstable features.

use std::fs;

use anyhow::{Result, ensure};
use xshell::{PushEnv, Shell, cmd};

use crate::setup;
use crate::step::announce;

/// Additional flags for rustc.
pub const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";
/// Lets the stable compiler accept the flags.
const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");
/// The feature of the standard library.
const FOR_SIZE: &str = "optimize_for_size";
/// Additional environment for cargo.
const ENVIRONMENT: &[(&str, &str)] = &[
    UNSTABLE,
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", FOR_SIZE),
];

/// Fetches the sources and their dependencies. Returns whether this compiler can build the library;
/// the panel works without it, but is larger.
pub fn fetch(sh: &Shell) -> bool {
    match try_fetch(sh) {
        Ok(()) => true,
        Err(error) => {
            announce(&format!(
                "WARNING: the panel gets LARGER than its budget, with Rust's standard library as it \
                 is delivered: {error:#}"
            ));
            false
        }
    }
}

fn try_fetch(sh: &Shell) -> Result<()> {
    ensure!(
        flags_are_known(sh),
        "the compiler does not support these flags"
    );
    let sources = setup::sources_of_rust(sh)?;
    let features = fs::read_to_string(sources.join("sysroot/Cargo.toml"))?;
    ensure!(
        features.contains(FOR_SIZE),
        "the library has no feature {FOR_SIZE}"
    );
    let manifest = sources.join("Cargo.toml");
    let fetch = cmd!(sh, "cargo fetch --locked --manifest-path {manifest}");
    Ok(fetch.env(UNSTABLE.0, UNSTABLE.1).run()?)
}

/// Sets cargo's environment until the returned guards are dropped.
pub fn environment(sh: &Shell) -> Vec<PushEnv<'_>> {
    let push = |(name, value): &(&str, &str)| sh.push_env(name, value);
    ENVIRONMENT.iter().map(push).collect()
}

/// Unstable flags may have other names in the next compiler.
fn flags_are_known(sh: &Shell) -> bool {
    let flags = RUSTFLAGS.split(' ');
    let ask = cmd!(
        sh,
        "rustc --print cfg --target wasm32-unknown-unknown {flags...}"
    );
    let ask = ask.env(UNSTABLE.0, UNSTABLE.1);
    ask.quiet().ignore_stdout().ignore_stderr().run().is_ok()
}
