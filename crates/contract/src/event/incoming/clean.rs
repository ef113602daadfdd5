use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// A text as ActiveCampaign can take it, and what had to be done for that.
pub(super) struct Cleaned<'a> {
    pub text: Cow<'a, str>,
    /// Whether there were control characters or line breaks within it.
    pub cleaned: bool,
    /// Whether it was too long.
    pub cut: bool,
}

/// Puts a space in the place of control characters and line breaks, trims the ends, and cuts what
/// is longer than so many characters, never within one as people see it.
pub(super) fn clean(text: &str, max_chars: usize) -> Cleaned<'_> {
    let text = text.trim_matches(is_blank);
    let cleaned = text.contains(is_dirty);
    let text = match cleaned {
        false => Cow::Borrowed(text),
        true => Cow::Owned(spaced(text)),
    };
    // Bytes are never fewer than characters.
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

/// The beginning of a text, of at most so many characters.
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
        // One character with more marks on it than the field holds characters.
        let mut ends = text.char_indices().map(|(start, _)| start);
        end = ends.nth(max_chars).unwrap_or(text.len());
    }
    text[..end].trim_end_matches(is_blank)
}

/// Whether a character is a line break or a control character, or a byte order mark, or the sign
/// for what could not be read.
fn is_dirty(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_dirty(c)
}

/// A run of dirty characters is one space, and none beside another space.
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
        // A family of four is seven characters of Unicode, and one to the eye.
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
