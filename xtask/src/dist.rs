//! `cargo xtask dist`: one directory with everything to install.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::step::step;
use crate::{licences, panel, paths, setup};

/// Files of the repository to copy, and their names in the directory.
const FILES: &[(&str, &str)] = &[
    ("LICENSE", "LICENSE"),
    ("SECURITY.md", "SECURITY.md"),
    ("docs/operating.md", "operating.md"),
    ("docs/embedding.md", "embedding.md"),
    ("packaging/Dockerfile", "Dockerfile"),
    ("packaging/integrations-proxy.env", "integrations-proxy.env"),
    (
        "packaging/integrations-proxy.service",
        "integrations-proxy.service",
    ),
];

/// Builds the release and collects it in one directory.
pub fn dist(sh: &Shell) -> Result<()> {
    setup::wasm_target(sh)?;
    let size = panel::build(sh, &setup::panel_tools(sh)?)?;
    ensure!(
        size == panel::Size::Small,
        "the panel is larger than its budget (see the warning above): this is not shipped"
    );
    step(
        "Building the proxy for release (minutes the first time)",
        || Ok(cmd!(sh, "cargo build --release --locked -p proxy").run()?),
    )?;
    let release = paths::programs()?.with_file_name("release");
    let out = paths::programs()?.with_file_name("dist-release");
    step("Putting the release together", || {
        sh.remove_path(&out)?;
        sh.create_dir(&out)?;
        sh.copy_file(release.join("integrations-proxy"), &out)?;
        copy_tree(&paths::dist(), &out.join("panel"))?;
        for (from, name) in FILES {
            sh.copy_file(from, out.join(name))?;
        }
        sh.write_file(out.join("THIRD-PARTY.txt"), licences::third_party(sh)?)?;
        Ok(())
    })?;
    println!("The release is in {}", out.display());
    Ok(())
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_tree(&entry.path(), &to)?,
            false => fs::copy(entry.path(), to).map(drop)?,
        }
    }
    Ok(())
}
