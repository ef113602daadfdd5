//! Reads versions from `Cargo.lock`.

use std::fs;

use anyhow::{Context, Result};

use crate::paths;

/// The locked version of a package.
pub fn version_of(package: &str) -> Result<String> {
    let path = paths::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {path:?}"))?;
    find(&lock, package)
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock has no package {package}"))
}

fn find<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    version.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::find;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n";

    #[test]
    fn the_version_is_that_of_the_package_itself() {
        assert_eq!(find(LOCK, "wasm-bindgen"), Some("0.2.1"));
        assert_eq!(find(LOCK, "wasm"), None);
    }
}
