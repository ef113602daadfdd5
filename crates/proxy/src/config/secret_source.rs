use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::Path,
};

use anyhow::{Context, anyhow, ensure};
use contract::SecretText;

/// Reads a secret from the environment variable `name`, or from the file in the setting `name` +
/// `_FILE`. There is no flag for the value: every user of the machine can read the flags of a
/// process.
///
/// An empty variable counts as unset, as is usual in unit files and containers.
///
/// # Errors
/// One sentence when both are set, or when the file cannot be read.
pub(super) fn secret(name: &str, file: Option<&OsString>) -> anyhow::Result<Option<SecretText>> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    match (value, file.filter(|path| !path.is_empty())) {
        (Some(_), Some(_)) => Err(both(name, name)),
        (Some(value), None) => {
            let value = value.into_string();
            let value = value.map_err(|_| anyhow!("{name} is not UTF-8"))?;
            Ok(Some(value.into()))
        }
        (None, Some(path)) => read(name, path).map(Some),
        (None, None) => Ok(None),
    }
}

/// The error for two sources of one setting: `first` (a flag or a variable) and `name` + `_FILE`.
pub(super) fn both(first: &str, name: &str) -> anyhow::Error {
    anyhow!("{first} and {name}_FILE are both set: keep one of them")
}

/// Reads a file without the trailing line break that editors and `echo` append.
fn read(name: &str, path: &OsStr) -> anyhow::Result<SecretText> {
    let path = Path::new(path);
    let text = fs::read_to_string(path)
        .with_context(|| format!("{name}_FILE: {} cannot be read", path.display()))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    ensure!(!text.is_empty(), "{name}_FILE: {} is empty", path.display());
    Ok(text.into())
}
