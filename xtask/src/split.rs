//! Splits the panel's module at the functions marked with `#[wasm_split]` (`src/pages/lazy.rs`), so
//! that the first view loads only what it shows.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use regex::Regex;
use wasm_split_cli_support::{Options, transform};
use xshell::{Shell, cmd};

use crate::finish::LATER;
use crate::paths;
use crate::setup::{PanelTools, lockfile};

/// Flags for rustc: mark the split points, keep the relocations that the splitter needs, keep the
/// list of WebAssembly features although names are stripped, and erase the types of nested views.
const RUSTFLAGS: &str = "--cfg split --cfg erase_components -Clink-arg=--emit-relocs -Clink-arg=--keep-section=target_features";
/// The name prefix of trunk's module.
const WHOLE: &str = "panel-";

/// Flags for rustc. Panic messages contain source paths; remapping removes the path of the
/// builder's registry from the download.
pub fn rustflags() -> Result<String> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir().context("no HOME")?.join(".cargo"),
    };
    let sources = home.join("registry/src");
    let registries = fs::read_dir(&sources).with_context(|| format!("no crates in {sources:?}"))?;
    let mut flags = RUSTFLAGS.to_owned();
    for registry in registries {
        flags += &format!(" --remap-path-prefix={}=", registry?.path().display());
    }
    Ok(flags)
}

/// Replaces trunk's module in `dist` by the split modules.
pub fn split(sh: &Shell, tools: &PanelTools, dist: &Path) -> Result<()> {
    let built = paths::target()?.join("wasm32-unknown-unknown/panel/panel.wasm");
    let whole = fs::read(&built).with_context(|| format!("cannot read {built:?}"))?;
    let name = format!("{WHOLE}{:016x}", fingerprint(&whole)?);
    let page = replace_whole(dist, &name)?;
    // Without this, the browser fetches the loader only after the script.
    let preload = format!("<link rel=\"modulepreload\" href=\"/{name}-parts.js\"></head>");
    let page = replaced(&page, "</head>", &preload)?;

    let directory = sh.create_temp_dir()?;
    let main = directory.path().join("main.wasm");
    let (link, module) = (format!("./{name}-parts.js"), format!("./{name}.js"));
    let mut options = Options::new(&whole);
    options.output_dir = directory.path();
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &module;
    let parts = transform(options).map_err(|error| anyhow!("{error:?}"))?;

    let bindgen = &tools.wasm_bindgen;
    cmd!(sh, "{bindgen} --target web --no-typescript --remove-name-section --remove-producers-section --keep-lld-exports --out-name {name} --out-dir {dist} {main}").run()?;
    let mut loader = fs::read_to_string(directory.path().join(&link))?;
    for part in &parts.split_modules {
        let stem = part
            .file_stem()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        // One module per file, named after the build it belongs to.
        let own = format!("{name}{LATER}{stem}.wasm");
        let imported = |file: &str| format!("\"./{file}\"");
        loader = replaced(&loader, &imported(&format!("{stem}.wasm")), &imported(&own))?;
        fs::copy(part, dist.join(own))?;
    }
    fs::write(dist.join(&link), loader)?;
    fs::write(dist.join("index.html"), page)?;
    Ok(())
}

/// Deletes trunk's module and script, and returns the page with the new name.
fn replace_whole(dist: &Path, name: &str) -> Result<String> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let old = name_of_whole(&page)?;
    for ending in [".js", "_bg.wasm"] {
        let file = dist.join(format!("{old}{ending}"));
        fs::remove_file(&file).with_context(|| format!("trunk left no {file:?}"))?;
    }
    replaced(&page, old, name)
}

/// The name of trunk's module in the page: it contains a hexadecimal hash that trunk does not pad
/// to a fixed length.
fn name_of_whole(page: &str) -> Result<&str> {
    let name = Regex::new(&format!(r"/({WHOLE}[0-9a-f]+)\.js"))?;
    let found = name.captures(page).and_then(|found| found.get(1));
    Ok(found.context("the page names no panel")?.as_str())
}

/// `text` with every `from` replaced.
///
/// # Errors
/// When `from` does not occur: the output of trunk or wasm-bindgen has changed.
fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.contains(from), "{from:?} is not in the built file");
    Ok(text.replace(from, to))
}

/// A hash of the module and of the splitter's version, used in the names.
fn fingerprint(whole: &[u8]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    whole.hash(&mut hasher);
    for tool in ["wasm_split_cli_support", "wasm-bindgen"] {
        lockfile::version_of(tool)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::{name_of_whole, replaced};

    #[test]
    fn a_hash_of_any_length_is_found() {
        for hash in ["0123456789abcdef", "23456789abcdef", "f"] {
            let page = format!(r#"<link rel="modulepreload" href="/panel-{hash}.js">"#);
            assert_eq!(name_of_whole(&page).unwrap(), format!("panel-{hash}"));
        }
        assert!(name_of_whole("<head></head>").is_err());
    }

    #[test]
    fn a_replacement_that_changes_nothing_is_an_error() {
        assert_eq!(replaced("abc", "b", "x").unwrap(), "axc");
        assert!(replaced("abc", "d", "x").is_err());
    }
}
