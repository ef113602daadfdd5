/// The suffixes that Apache and Caddy append to a tag when they compress the response.
const CODINGS: [&str; 4] = ["-gzip", "-br", "-zstd", "-deflate"];

/// An entity tag (RFC 9110, 8.8.3) with its quotes, without the weakness flag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct EntityTag(String);

impl EntityTag {
    /// Parses a list of at least one tag. Skips empty elements, as RFC 9110, 5.6.1 requires.
    pub fn list(text: &str) -> Option<Vec<Self>> {
        let mut tags = Vec::new();
        let mut rest = skip(text);
        while !rest.is_empty() {
            let (tag, after) = Self::first(rest)?;
            tags.push(tag);
            let after = after.trim_start_matches([' ', '\t']);
            if !after.is_empty() && !after.starts_with(',') {
                return None;
            }
            rest = skip(after);
        }
        (!tags.is_empty()).then_some(tags)
    }

    /// Whether the tag equals the strong tag `own` (with quotes), as sent or as changed by a
    /// compressing reverse proxy.
    pub fn is(&self, own: &str) -> bool {
        if self.0 == own {
            return true;
        }
        let Some(own) = own.strip_suffix('"') else {
            return false;
        };
        let added = self.0.strip_prefix(own);
        let added = added.and_then(|added| added.strip_suffix('"'));
        added.is_some_and(|added| CODINGS.contains(&added))
    }

    /// The first tag, which may contain commas, and the rest.
    fn first(text: &str) -> Option<(Self, &str)> {
        let opaque = text.strip_prefix("W/").unwrap_or(text);
        let inner = opaque.strip_prefix('"')?;
        let end = inner.find('"')?;
        let legal = |b: u8| matches!(b, 0x21 | 0x23..=0x7e | 0x80..);
        let (tag, after) = opaque.split_at(end + 2);
        inner[..end]
            .bytes()
            .all(legal)
            .then(|| (Self(tag.to_owned()), after))
    }
}

/// Skips leading commas and spaces.
fn skip(text: &str) -> &str {
    text.trim_start_matches([',', ' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::EntityTag;

    fn read(text: &str) -> Option<Vec<String>> {
        Some(
            EntityTag::list(text)?
                .into_iter()
                .map(|tag| tag.0)
                .collect(),
        )
    }

    #[test]
    fn a_tag_is_the_same_after_a_reverse_proxy_compressed_the_answer() {
        for (tag, same) in [
            (r#""2""#, true),
            (r#"W/"2""#, true),
            (r#""2-gzip""#, true),
            (r#"W/"2-br""#, true),
            (r#""22""#, false),
            (r#""2-x""#, false),
            (r#""-gzip""#, false),
        ] {
            assert_eq!(EntityTag::list(tag).unwrap()[0].is(r#""2""#), same, "{tag}");
        }
    }

    #[test]
    fn lists_hold_weak_tags_commas_and_empty_elements() {
        let tags = |tags: &[&str]| Some(tags.iter().map(ToString::to_string).collect());
        assert_eq!(read(r#""2""#), tags(&[r#""2""#]));
        assert_eq!(read(r#"W/"2""#), tags(&[r#""2""#]));
        assert_eq!(
            read(r#" "a,b" ,, W/"2"	, """#),
            tags(&[r#""a,b""#, r#""2""#, r#""""#])
        );
        for wrong in [
            "",
            ",",
            "2",
            "\"2",
            "w/\"2\"",
            "\"1\" \"2\"",
            "\"a b\"",
            "*, \"2\"",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
