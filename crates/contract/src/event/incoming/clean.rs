use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// A text that ActiveCampaign accepts, and the changes made to it.
pub(super) struct Cleaned<'a> {
    pub text: Cow<'a, str>,
    /// Whether the text contained control characters or line breaks.
    pub cleaned: bool,
    /// Whether the text was truncated.
    pub cut: bool,
}

/// Replaces control characters and line breaks by spaces, trims the ends, and truncates to
/// `max_chars` characters, never within a grapheme cluster.
pub(super) fn clean(text: &str, max_chars: usize) -> Cleaned<'_> {
    let text = text.trim_matches(is_blank);
    let cleaned = text.contains(is_dirty);
    let text = match cleaned {
        false => Cow::Borrowed(text),
        true => Cow::Owned(spaced(text)),
    };
    // The number of bytes is never below the number of characters.
    if text.len() <= max_chars || text.chars().count() <= max_chars {
        let cut = false;
        return Cleaned { text, cleaned, cut };
    }
    Cleaned {
        text: Cow::Owned(cut(&text, max_chars).to_owned()),
        cleaned,
        cut: true,
    }
}

/// The longest prefix of at most `max_chars` characters.
pub(super) fn cut(text: &str, max_chars: usize) -> &str {
    let mut chars = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        chars += grapheme.chars().count();
        if chars > max_chars {
            break;
        }
        end = start + grapheme.len();
    }
    if end == 0 {
        // A single grapheme cluster with more characters than the field allows.
        let mut ends = text.char_indices().map(|(start, _)| start);
        end = ends.nth(max_chars).unwrap_or(text.len());
    }
    text[..end].trim_end_matches(is_blank)
}

/// Whether a character is a line break, a control character, a byte order mark, or U+FFFD.
fn is_dirty(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_dirty(c)
}

/// Replaces each run of dirty characters by one space; adds none beside another space.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for part in text.split(is_dirty).filter(|part| !part.is_empty()) {
        if !spaced.is_empty() && !spaced.ends_with(' ') && !part.starts_with(' ') {
            spaced.push(' ');
        }
        spaced.push_str(part);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn line_breaks_become_a_space_and_ends_are_trimmed() {
        for (text, expected) in [
            ("T-shirt\nrossa", "T-shirt rossa"),
            ("A1\r", "A1"),
            ("a\r\nb", "a b"),
            ("a \t b", "a  b"),
            ("\u{0}\u{0}", ""),
            ("a\u{2028}b", "a b"),
        ] {
            assert_eq!(clean(text, 255).text, expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_between_characters_as_people_see_them() {
        // This family emoji is seven Unicode characters and one grapheme cluster.
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        assert_eq!(clean(&format!("ab{family}"), 8).text, "ab");
        assert_eq!(clean(&format!("ab{family}"), 9).text, format!("ab{family}"));
        assert_eq!(clean("caffe\u{301}", 5).text, "caff");
        assert_eq!(
            clean(&format!("e{}", "\u{301}".repeat(300)), 255)
                .text
                .chars()
                .count(),
            255
        );
        assert_eq!(clean("ab cd", 3).text, "ab");
    }
}
