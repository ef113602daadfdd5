#[cfg(test)]
mod tests;

use std::fmt::Write;

use url::{Position, Url};

use crate::event::{ItemCode, WebUrl};

/// Parses the URL of a page or an image: resolves it against the site's URL and percent-encodes it.
/// A complete URL is kept as it is. The flag tells whether the URL was changed.
pub(super) fn read(text: &str, site: Option<&Url>) -> Result<(WebUrl, bool), ItemCode> {
    if is_complete(text) {
        return WebUrl::parse(text).map(|url| (url, false));
    }
    if NOWHERE.iter().any(|it| text.eq_ignore_ascii_case(it)) {
        return Err(ItemCode::InvalidUrl);
    }
    let guessed = with_scheme(text, site);
    let text = guessed.as_deref().unwrap_or(text);
    // `https:/negozio.example` is a host with a mistyped scheme, not a path of the site.
    let is_whole = text
        .split_once(':')
        .is_some_and(|(scheme, _)| is_web(scheme));
    let url = Url::options()
        .base_url(site.filter(|_| !is_whole))
        .parse(text)
        .map_err(|_| ItemCode::InvalidUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ItemCode::InvalidUrl);
    }
    WebUrl::parse(&encoded(&url)).map(|url| (url, true))
}

/// Placeholders that programs write for a missing URL; `no_selection` is Magento's.
const NOWHERE: [&str; 6] = ["no_selection", "null", "undefined", "none", "n/a", "#"];

fn is_web(scheme: &str) -> bool {
    ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it))
}

/// Whether a URL is absolute and needs no percent-encoding.
fn is_complete(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    let host = &rest[..rest.len() - path.len()];
    is_web(scheme)
        && !host.is_empty()
        && host
            .bytes()
            .all(|byte| is_plain(byte) || matches!(byte, b'[' | b']'))
        && is_encoded(path)
}

/// Adds the missing scheme: `www.negozio.example/a.jpg` is a host, not a path of the site.
fn with_scheme(text: &str, site: Option<&Url>) -> Option<String> {
    let host = site.and_then(Url::host_str).unwrap_or("www.");
    let begins = |with: &str| {
        let begin = text.get(..with.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with))
    };
    let scheme = site.map_or("https", Url::scheme);
    (begins("www.") || begins(&format!("{host}/"))).then(|| format!("{scheme}://{text}"))
}

/// Percent-encodes what RFC 3986 does not allow in a path, a query or a fragment.
fn encoded(url: &Url) -> String {
    let mut text = url[..Position::BeforePath].to_owned();
    let rest = &url[Position::BeforePath..];
    for (at, byte) in rest.bytes().enumerate() {
        if is_allowed(rest.as_bytes(), at) {
            text.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn is_encoded(text: &str) -> bool {
    (0..text.len()).all(|at| is_allowed(text.as_bytes(), at))
}

fn is_allowed(text: &[u8], at: usize) -> bool {
    match text[at] {
        b'%' => text
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        // A second `#` is part of the fragment.
        b'#' => !text[..at].contains(&b'#'),
        byte => is_plain(byte),
    }
}

/// The characters of RFC 3986, 2.2 and 2.3, without the brackets, `#` and `%`.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte)
}
