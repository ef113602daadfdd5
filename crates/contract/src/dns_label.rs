//! One label of a host name.

use crate::FieldCode;

/// The longest DNS label (RFC 1035).
pub const MAX_LABEL: usize = 63;

/// Validates one DNS label: letters, digits, and hyphens inside (RFC 1123).
pub fn check_label(label: &str) -> Result<(), FieldCode> {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if label.is_empty() {
        Err(FieldCode::Required)
    } else if !label.bytes().all(legal) || label.starts_with('-') || label.ends_with('-') {
        Err(FieldCode::InvalidCharacter)
    } else if label.len() <= MAX_LABEL {
        Ok(())
    } else if label.bytes().all(|b| b.is_ascii_hexdigit()) {
        Err(FieldCode::LooksLikeApiKey)
    } else {
        Err(FieldCode::TooLong)
    }
}
