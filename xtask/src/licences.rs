//! Collects the licences of every crate in the proxy and in the panel.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::{Shell, cmd};

const WASM: &str = "wasm32-unknown-unknown";
/// Parts of the names of licence files, in lower case.
const FILES: &[&str] = &["licen", "copying", "copyright", "notice", "unlicense"];

/// Names, versions and licences of the crates, followed by their licence texts.
pub fn third_party(sh: &Shell) -> Result<String> {
    let version = cmd!(sh, "rustc -vV").quiet().read()?;
    let host = version.lines().find_map(|it| it.strip_prefix("host: "));
    let host = host.context("rustc does not print the host target")?;
    let (mut crates, mut texts) = (BTreeSet::new(), BTreeMap::new());
    for (program, target) in [("proxy", host), ("panel", WASM)] {
        let metadata = metadata(sh, target)?;
        for package in shipped(&metadata, program)? {
            let files = texts_of(package)?;
            crates.insert(heading(package, files.is_empty()));
            for text in files {
                let users: &mut BTreeSet<String> = texts.entry(text).or_default();
                users.insert(name(package));
            }
        }
    }
    Ok(written(&crates, &texts))
}

fn metadata(sh: &Shell, target: &str) -> Result<Value> {
    let metadata = cmd!(
        sh,
        "cargo metadata --format-version 1 --locked --filter-platform {target}"
    );
    Ok(serde_json::from_str(&metadata.quiet().read()?)?)
}

/// The crates that `program` is linked with, without test and build dependencies.
fn shipped<'a>(metadata: &'a Value, program: &str) -> Result<Vec<&'a Value>> {
    let list = |value: &'a Value| value.as_array().context("cargo metadata has changed");
    let packages = list(&metadata["packages"])?;
    let nodes = list(&metadata["resolve"]["nodes"])?;
    let root = packages.iter().find(|it| it["name"] == program);
    let mut next = vec![&root.with_context(|| format!("there is no crate {program}"))?["id"]];
    let mut seen = BTreeSet::new();
    while let Some(id) = next.pop() {
        if !seen.insert(id.as_str()) {
            continue;
        }
        let node = nodes.iter().find(|it| it["id"] == *id);
        for dependency in list(&node.context("cargo metadata has changed")?["deps"])? {
            let linked = |kind: &Value| kind["kind"].is_null();
            if list(&dependency["dep_kinds"])?.iter().any(linked) {
                next.push(&dependency["pkg"]);
            }
        }
    }
    // A package without a source belongs to this project.
    let others = |it: &&Value| seen.contains(&it["id"].as_str()) && !it["source"].is_null();
    Ok(packages.iter().filter(others).collect())
}

fn name(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    format!("{} {}", text("name"), text("version"))
}

fn heading(package: &Value, without_text: bool) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or("not said");
    let mut heading = format!("{}: {}", name(package), text("license"));
    if without_text {
        // The crate contains no licence file: give its authors and repository instead.
        let authors = package["authors"].as_array().into_iter().flatten();
        for author in authors.filter_map(Value::as_str) {
            heading += &format!(", {author}");
        }
        heading += &format!(", {}", text("repository"));
    }
    heading
}

fn texts_of(package: &Value) -> Result<Vec<String>> {
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    let directory = Path::new(manifest)
        .parent()
        .context("a crate has no directory")?;
    let mut texts = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_file() && FILES.iter().any(|it| file.starts_with(it)) {
            texts.push(fs::read_to_string(entry.path())?.trim().to_owned());
        }
    }
    Ok(texts)
}

fn written(crates: &BTreeSet<String>, texts: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut all = String::from("Proxy and panel contain these crates, and Rust's standard library");
    all += " (MIT OR Apache-2.0).\n\n";
    for heading in crates {
        all += &format!("{heading}\n");
    }
    for (text, users) in texts {
        let users: Vec<&str> = users.iter().map(String::as_str).collect();
        all += &format!("\n{}\n{}\n\n{text}\n", "=".repeat(80), users.join(", "));
    }
    all
}
