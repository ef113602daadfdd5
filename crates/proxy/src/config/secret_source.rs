use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::Path,
};

use anyhow::{Context, anyhow, ensure};
use contract::SecretText;

/// Reads a secret from the environment variable `name`, or from the file that the setting
/// `name` + `_FILE` names. There is no flag with its value: every user of the machine sees the
/// flags of a process.
///
/// An empty variable is how unit files and containers say "none".
///
/// # Errors
/// One sentence when both are given, or when the file cannot be read.
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

/// Two sources of one setting. `first` is the flag or the variable, `name` + `_FILE` the other.
pub(super) fn both(first: &str, name: &str) -> anyhow::Error {
    anyhow!("{first} and {name}_FILE are both set: keep one of them")
}

/// The content of a file, without the line break that editors and `echo` put at its end.
fn read(name: &str, path: &OsStr) -> anyhow::Result<SecretText> {
    let path = Path::new(path);
    let text = fs::read_to_string(path)
        .with_context(|| format!("{name}_FILE: {} cannot be read", path.display()))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    ensure!(!text.is_empty(), "{name}_FILE: {} is empty", path.display());
    Ok(text.into())
}
