//! Rust's standard library, built with the panel instead of taken ready-made: for size, and without
//! the words of panics, which nobody sees in a browser. It takes off an eighth of what merchants
//! download; `docs/adr/0003-panel-in-parts.md` says why that is worth features that are not stable.

use std::fs;

use anyhow::{Result, ensure};
use xshell::{PushEnv, Shell, cmd};

use crate::setup;
use crate::step::announce;

/// What rustc has to be told, beside the rest.
pub const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";
/// Lets the stable compiler take it.
const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");
/// The library's own feature.
const FOR_SIZE: &str = "optimize_for_size";
/// What cargo has to be told.
const ENVIRONMENT: &[(&str, &str)] = &[
    UNSTABLE,
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", FOR_SIZE),
];

/// Fetches its sources and what they need. Whether this compiler can build it so: the panel works
/// without, and is larger.
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
    ensure!(flags_are_known(sh), "this compiler cannot build it so");
    let sources = setup::sources_of_rust(sh)?;
    let features = fs::read_to_string(sources.join("sysroot/Cargo.toml"))?;
    ensure!(features.contains(FOR_SIZE), "it has no {FOR_SIZE}");
    let manifest = sources.join("Cargo.toml");
    let fetch = cmd!(sh, "cargo fetch --locked --manifest-path {manifest}");
    Ok(fetch.env(UNSTABLE.0, UNSTABLE.1).run()?)
}

/// The environment for cargo, as long as what is returned lives.
pub fn environment(sh: &Shell) -> Vec<PushEnv<'_>> {
    let push = |(name, value): &(&str, &str)| sh.push_env(name, value);
    ENVIRONMENT.iter().map(push).collect()
}

/// Flags that are not stable may be called otherwise in the next compiler.
fn flags_are_known(sh: &Shell) -> bool {
    let flags = RUSTFLAGS.split(' ');
    let ask = cmd!(
        sh,
        "rustc --print cfg --target wasm32-unknown-unknown {flags...}"
    );
    let ask = ask.env(UNSTABLE.0, UNSTABLE.1);
    ask.quiet().ignore_stdout().ignore_stderr().run().is_ok()
}
