//! Builds the panel with trunk.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::finish;
use crate::paths;
use crate::setup::PanelTools;
use crate::split;
use crate::standard_library;
use crate::step::step;

/// The sources of the panel. A directory includes everything below it.
const SOURCES: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/contract/Cargo.toml",
    "crates/contract/src",
    "index.html",
    "locales",
    "public",
    "src",
    "style",
    // The steps after trunk.
    "xtask/src/finish.rs",
    "xtask/src/panel.rs",
    "xtask/src/split.rs",
    "xtask/src/standard_library.rs",
    "xtask/src/styles.rs",
];

/// The size of a built panel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Within its budget.
    Small,
    /// Above its budget: Rust's standard library could not be built with it.
    Large,
}

/// Builds `dist/`, unless it was built from the same sources.
pub fn build(sh: &Shell, tools: &PanelTools) -> Result<Size> {
    let stamp = paths::programs()?.join("panel.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|it| Some(it) == fingerprint(sh).ok()) {
        return Ok(Size::Small);
    }
    let is_small = step("Building the panel (minutes the first time)", || {
        // trunk runs offline and passes that on to cargo.
        cmd!(sh, "cargo fetch").run()?;
        let is_small = standard_library::fetch(sh);
        trunk_build(sh, tools, is_small)?;
        split::split(sh, tools, &paths::dist())?;
        finish::finish(&paths::dist())?;
        let size = finish::size(&paths::dist(), "br")?;
        println!("The panel is {size} bytes, compressed with brotli.");
        Ok(is_small)
    })?;
    if !is_small {
        // Write no stamp, so that the next run tries again and prints the warning again.
        return Ok(Size::Large);
    }
    fs::write(&stamp, fingerprint(sh)?).with_context(|| format!("cannot write {stamp:?}"))?;
    Ok(Size::Small)
}

fn trunk_build(sh: &Shell, tools: &PanelTools, is_small: bool) -> Result<()> {
    // trunk uses the first wasm-bindgen on PATH if its version fits and otherwise tries to download
    // one; it also checks for a newer trunk. Offline it does neither.
    let _path = sh.push_env("PATH", path_starting_with(&tools.wasm_bindgen)?);
    let mut flags = split::rustflags()?;
    let mut _environment = Vec::new();
    if is_small {
        flags = [&flags, standard_library::RUSTFLAGS].join(" ");
        _environment = standard_library::environment(sh);
    }
    let _flags = sh.push_env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    let trunk = &tools.trunk;
    let mut build = cmd!(sh, "{trunk} build --release --offline");
    // By convention any value of NO_COLOR counts; trunk accepts only true and false.
    if env::var_os("NO_COLOR").is_some() {
        build = build.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    Ok(build.run()?)
}

/// The search path with the directory of `program` before all others.
pub fn path_starting_with(program: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let first = program.parent().filter(|it| it.is_absolute());
    let directories = first.map(Path::to_path_buf).into_iter();
    Ok(env::join_paths(directories.chain(env::split_paths(&path)))?)
}

/// A hash of the panel's sources, the compiler, and the built page, which another program may have
/// changed.
fn fingerprint(sh: &Shell) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    cmd!(sh, "rustc -vV").quiet().read()?.hash(&mut hasher);
    for source in SOURCES {
        hash_tree(&paths::root().join(source), &mut hasher)?;
    }
    fs::read(paths::dist().join("index.html"))?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path)?.map(|it| it.map(|it| it.path()));
        let mut entries = entries.collect::<io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|it| hash_tree(it, hasher));
    }
    if path.is_file() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}
