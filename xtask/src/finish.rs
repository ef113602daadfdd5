//! Reduces the download size of the built panel.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::styles;

/// Extensions of compressible files.
const TEXTS: &[&str] = &["css", "html", "js", "svg", "wasm"];
/// Part of the names of modules that are fetched when a page is opened.
pub const LATER: &str = "-later-";

/// Joins the style sheets, then writes a `.br` and a `.gz` beside every file: the proxy serves the
/// encoding that the browser accepts, and does not compress files itself.
pub fn finish(dist: &Path) -> Result<()> {
    styles::join(dist)?;
    for path in files(dist)? {
        let ending = path.extension().and_then(|it| it.to_str());
        if ending.is_some_and(|ending| TEXTS.contains(&ending)) {
            compress(&path)?;
        }
    }
    Ok(())
}

fn files(dist: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(dist)?.map(|entry| Ok(entry?.path())).collect()
}

fn compress(path: &Path) -> Result<()> {
    let content = fs::read(path)?;
    let beside = |ending: &str| path.with_added_extension(ending);
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(
        &mut content.as_slice(),
        &mut File::create(beside("br"))?,
        &parameters,
    )?;
    let mut gzip = GzEncoder::new(File::create(beside("gz"))?, Compression::best());
    gzip.write_all(&content)?;
    gzip.finish()?;
    Ok(())
}

/// Total size, in bytes, of the first view's downloads with this file extension.
pub fn size(dist: &Path, ending: &str) -> io::Result<u64> {
    let mut sum = 0;
    for path in files(dist)? {
        let later = path.to_string_lossy().contains(LATER);
        if !later && path.extension().is_some_and(|it| it == ending) {
            sum += path.metadata()?.len();
        }
    }
    Ok(sum)
}
