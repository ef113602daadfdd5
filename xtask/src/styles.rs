//! Joins the style sheets into one: fewer requests, and better compression.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use regex::Regex;

/// Joins the style sheets in the order of the page.
pub fn join(dist: &Path) -> Result<()> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let link = Regex::new(r#"\s*<link [^>]*?href="?/([^"\s>]+\.css)[^>]*>"#)?;
    let mut joined = String::new();
    for sheet in link.captures_iter(&page) {
        let path = dist.join(&sheet[1]);
        joined += &fs::read_to_string(&path).with_context(|| format!("cannot read {path:?}"))?;
        fs::remove_file(path)?;
    }
    ensure!(!joined.is_empty(), "the page has no style sheet");
    let mut hasher = DefaultHasher::new();
    joined.hash(&mut hasher);
    let name = format!("style-{:016x}.css", hasher.finish());
    fs::write(dist.join(&name), joined)?;
    let one = format!("<link href=\"/{name}\" rel=\"stylesheet\">");
    let first = link.replace(&page, "<!-- styles -->");
    let page = link
        .replace_all(&first, "")
        .replace("<!-- styles -->", &one);
    Ok(fs::write(dist.join("index.html"), page)?)
}
