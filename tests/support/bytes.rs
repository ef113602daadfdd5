//! The download size of the panel.

use std::fs;

use super::stack::panel;

/// Part of the names of modules that are fetched when a page is opened.
const LATER: &str = "-later-";

/// A file of the built panel.
pub struct Bytes {
    /// The file's name without its hash.
    pub name: String,
    /// Size in bytes, compressed with brotli.
    pub compressed: u64,
    /// Whether the first view loads it.
    pub first_view: bool,
}

/// All files of the panel, largest first.
pub fn bytes() -> Vec<Bytes> {
    let files = fs::read_dir(panel()).expect("the panel is built");
    let mut found: Vec<Bytes> = files
        .filter_map(|file| {
            let file = file.expect("a directory can be read");
            let name = file.file_name().into_string().ok()?;
            let name = name.strip_suffix(".br")?;
            Some(Bytes {
                compressed: file.metadata().ok()?.len(),
                first_view: !name.contains(LATER),
                name: without_hash(name),
            })
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.compressed));
    found
}

/// Removes the hash: `panel-0123456789abcdef_bg.wasm` becomes `panel_bg.wasm`.
fn without_hash(name: &str) -> String {
    // trunk omits leading zeros.
    let is_hash = |part: &&str| part.len() > 12 && part.chars().all(|it| it.is_ascii_hexdigit());
    let hash = name.split(['-', '_', '.']).find(is_hash);
    match hash {
        Some(hash) => name.replace(&format!("-{hash}"), ""),
        None => name.to_owned(),
    }
}
