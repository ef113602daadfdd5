//! Reduces the download size of the built panel.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::glue::Glue;
use crate::styles;

/// Extensions of compressible files.
const TEXTS: &[&str] = &["css", "html", "js", "svg", "wasm"];
/// Part of the names of modules that are fetched when a page is opened.
pub const LATER: &str = "-later-";

/// Shortens repeated names, then writes a `.br` and a `.gz` beside every file: the proxy serves the
/// encoding that the browser accepts, and does not compress files itself.
pub fn finish(dist: &Path) -> Result<()> {
    shorten(dist)?;
    styles::join(dist)?;
    for path in files(dist)? {
        let ending = path.extension().and_then(|it| it.to_str());
        if ending.is_some_and(|ending| TEXTS.contains(&ending)) {
            compress(&path)?;
        }
    }
    Ok(())
}

/// Shortens the names in the modules and in the script.
fn shorten(dist: &Path) -> Result<()> {
    let files = files(dist)?;
    let ends = |path: &&PathBuf, ending: &str| path.to_string_lossy().ends_with(ending);
    let main = files.iter().find(|path| ends(path, "_bg.wasm"));
    let main = main.context("the panel has no code")?;
    let glue = Glue::of(&fs::read(main)?).with_context(|| format!("{main:?} is no wasm"))?;
    for path in &files {
        if ends(&path, ".wasm") {
            let short = glue.shorten_module(&fs::read(path)?);
            fs::write(path, short.with_context(|| format!("{path:?} is no wasm"))?)?;
        }
    }
    let script = main.to_string_lossy().replace("_bg.wasm", ".js");
    let short = glue.shorten_script(&fs::read_to_string(&script)?)?;
    Ok(fs::write(script, short)?)
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
