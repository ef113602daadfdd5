//! Removes what people paste around a value: spaces, quotes, the name of a setting.

/// Whether a character may surround a pasted value and is never part of a name or a key.
fn is_wrapping(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '“'
                | '”'
                | '„'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '\u{200b}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{2060}'
                | '\u{feff}'
        )
}

/// The value without surrounding spaces, quotes and invisible characters.
pub fn unwrap_quotes(pasted: &str) -> &str {
    pasted.trim_matches(is_wrapping)
}

/// The value of a line `NAME=value` or `Name: value` whose name contains one of the `expected`
/// words (lower case). Any other text is returned unchanged.
pub fn without_label<'a>(pasted: &'a str, expected: &[&str]) -> &'a str {
    let mut value = unwrap_quotes(pasted);
    // Repeat, so that the result contains no further label.
    while let Some((label, rest)) = value.split_once(['=', ':']) {
        if !is_label(label, expected) {
            break;
        }
        value = unwrap_quotes(rest);
    }
    value
}

/// Whether a text contains an API key or a large part of one: ActiveCampaign's keys have 72
/// hexadecimal digits.
#[must_use]
pub fn holds_key(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_hexdigit())
        .any(|run| run.len() >= 32)
}

/// Whether `text` is the name of a setting: `ACTIVECAMPAIGN_API_KEY`, `Chiave`, `export API_URL`.
fn is_label(text: &str, expected: &[&str]) -> bool {
    let mut words = unwrap_quotes(text).split(['_', '-', '.', ' ']);
    words
        .clone()
        .all(|word| word.bytes().all(|b| b.is_ascii_alphanumeric()))
        && words.any(|word| {
            expected
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}
