//! Installs parts of the Rust toolchain.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::step::step;

/// Installs the standard library for WebAssembly.
pub fn wasm_target(sh: &Shell) -> Result<()> {
    let target = "wasm32-unknown-unknown";
    let library = cmd!(sh, "rustc --print target-libdir --target {target}").quiet();
    if Path::new(&library.read()?).is_dir() {
        return Ok(());
    }
    need_rustup(sh, &format!("the target {target}"))?;
    step("Adding Rust's target for WebAssembly (seconds)", || {
        Ok(cmd!(sh, "rustup target add {target}").run()?)
    })
}

/// Installs rustfmt and clippy, which rustup's minimal profile lacks.
pub fn components(sh: &Shell) -> Result<()> {
    let works = |tool: &str| {
        let version = cmd!(sh, "cargo {tool} --version").quiet();
        version.ignore_stdout().ignore_stderr().run().is_ok()
    };
    if works("fmt") && works("clippy") {
        return Ok(());
    }
    need_rustup(sh, "rustfmt and clippy")?;
    step("Adding rustfmt and clippy (seconds)", || {
        Ok(cmd!(sh, "rustup component add rustfmt clippy").run()?)
    })
}

/// Installs the sources of Rust's standard library and returns their path.
pub fn sources_of_rust(sh: &Shell) -> Result<PathBuf> {
    let root = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    let sources = Path::new(&root).join("lib/rustlib/src/rust/library");
    if !sources.is_dir() {
        need_rustup(sh, "rust-src")?;
        step("Adding the sources of Rust's libraries (seconds)", || {
            Ok(cmd!(sh, "rustup component add rust-src").run()?)
        })?;
    }
    Ok(sources)
}

fn need_rustup(sh: &Shell, what: &str) -> Result<()> {
    let rustup = cmd!(sh, "rustup --version").quiet();
    if rustup.ignore_stdout().ignore_stderr().run().is_err() {
        bail!("Rust lacks {what}: add it with your system's packages, or use https://rustup.rs");
    }
    Ok(())
}
