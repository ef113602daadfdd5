//! The host in a typed or pasted text.

use std::net::Ipv4Addr;

use crate::FieldCode;

/// The host of a URL, without scheme, path and query. User parts and ports are errors.
pub(super) fn host_of(text: &str) -> Result<&str, FieldCode> {
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if is_web_scheme(scheme) => rest,
        Some(_) => return Err(FieldCode::OtherSite),
        None => text.strip_prefix("//").unwrap_or(text),
    };
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if authority.contains(['.', ':']) && authority.contains(char::is_whitespace) {
        Err(FieldCode::SeveralValues)
    } else if authority.contains('@') {
        Err(FieldCode::UserPart)
    } else if authority.starts_with('[') || authority.matches(':').count() > 1 {
        Err(FieldCode::IpAddress)
    } else if authority.contains(':') {
        Err(FieldCode::Port)
    } else if authority.is_empty() {
        Err(FieldCode::Required)
    } else {
        Ok(authority)
    }
}

fn is_web_scheme(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Whether the host is an IP address in any notation that a resolver accepts, short and hexadecimal
/// forms included.
pub(super) fn is_ip(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
        || (host.contains('.')
            && host.split('.').all(|part| {
                let digits = part.strip_prefix("0x").unwrap_or(part);
                !part.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_hexdigit())
                    && (part.starts_with("0x") || part.bytes().all(|b| b.is_ascii_digit()))
            }))
}
