//! What a browser downloads.

use std::fs;

use super::stack::panel;

/// In the names of what is fetched when its page is opened.
const LATER: &str = "-later-";

/// A file of the built panel.
pub struct Bytes {
    /// Its name, without what changes from build to build.
    pub name: String,
    /// How many bytes it has, compressed with brotli.
    pub compressed: u64,
    /// Whether the first view loads it.
    pub first_view: bool,
}

/// Every file of the panel, the largest first.
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

/// `panel-0123456789abcdef_bg.wasm` is `panel_bg.wasm`.
fn without_hash(name: &str) -> String {
    // Leading zeros are left out.
    let is_hash = |part: &&str| part.len() > 12 && part.chars().all(|it| it.is_ascii_hexdigit());
    let hash = name.split(['-', '_', '.']).find(is_hash);
    match hash {
        Some(hash) => name.replace(&format!("-{hash}"), ""),
        None => name.to_owned(),
    }
}
