use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of a body in any encoding.
#[derive(Debug)]
pub(in crate::http::events) struct Text {
    text: String,
    /// Sorted positions of characters that were decoded from invalid UTF-8.
    repaired: Vec<usize>,
}

impl Text {
    /// Removes a byte order mark, decodes invalid UTF-8 bytes as Windows-1252, and replaces control
    /// characters by spaces: JSON treats them as white space outside of strings and forbids them
    /// inside.
    pub fn decode(mut bytes: Vec<u8>) -> Self {
        match Encoding::for_bom(&bytes) {
            Some((encoding, length)) if encoding == UTF_8 => drop(bytes.drain(..length)),
            // UTF-16, the default of some .NET writers.
            Some((encoding, _)) => bytes = encoding.decode(&bytes).0.into_owned().into_bytes(),
            None => {}
        }
        for byte in &mut bytes {
            if *byte < b' ' {
                *byte = b' ';
            }
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self {
                text,
                repaired: Vec::new(),
            },
            Err(error) => Self::repair(error.as_bytes()),
        }
    }

    fn repair(bytes: &[u8]) -> Self {
        let (mut text, mut repaired) = (String::with_capacity(bytes.len()), Vec::new());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                repaired.push(text.len());
                let (characters, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
                text.push_str(&characters);
            }
        }
        Self { text, repaired }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a part of the text contains characters that were decoded from invalid UTF-8.
    pub fn is_repaired(&self, part: &str) -> bool {
        let place = self.place_of(part);
        let first = self.repaired.partition_point(|at| *at < place.start);
        self.repaired.get(first).is_some_and(|at| *at < place.end)
    }

    /// The range of a part within the text.
    fn place_of(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        Text::decode(bytes.to_vec()).text
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(text(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(text(b"\xff\xfe{\0}\0"), "{}");
        assert_eq!(text(b"\xfe\xff\0{\0}"), "{}");
    }

    #[test]
    fn a_byte_that_is_not_utf8_costs_a_byte() {
        let read = Text::decode(
            "è {\"a\":\"Caff"
                .bytes()
                .chain(*b"\xe8\"} \x80 {}")
                .collect(),
        );
        assert_eq!(read.text, "è {\"a\":\"Caffè\"} € {}");
        let (first, second) = read.text.split_at(read.text.find('€').unwrap());
        assert!(read.is_repaired(first));
        assert!(read.is_repaired(second));
        assert!(!read.is_repaired(&read.text[..5]));
        assert!(!read.is_repaired(&second[3..]));
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(text(b"{\"a\":\"b\r\nc\td\0\"}"), "{\"a\":\"b  c d \"}");
    }
}
