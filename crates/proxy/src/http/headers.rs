use axum::http::{HeaderName, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::config::HostOrigins;

type Header = SetResponseHeaderLayer<HeaderValue>;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// Nothing of what a browser can do is needed.
const NO_PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
    xr-spatial-tracking=()";

/// No content is ever taken for another type than it says.
pub(super) fn nosniff() -> Header {
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}

/// No address of a page leaves it.
pub(super) fn referrer_policy() -> Header {
    set(header::REFERRER_POLICY, "no-referrer")
}

/// What a page may use of the browser it is in: nothing.
pub(crate) fn permissions_policy() -> Header {
    set(PERMISSIONS_POLICY, NO_PERMISSIONS)
}

/// Answers are a merchant's own: no cache keeps them. Only files of the panel say otherwise.
pub(super) fn no_store() -> Header {
    unless_said(header::CACHE_CONTROL, "no-store")
}

/// What an answer may do in a browser: nothing. Only pages say otherwise.
pub(super) fn no_content() -> Header {
    unless_said(header::CONTENT_SECURITY_POLICY, NOTHING)
}

/// What a page may load, and who may frame it.
pub(super) fn page_policy(hosts: &HostOrigins) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {}",
        hosts.frame_ancestors()
    );
    // Origins are ASCII, so this is always a header; if not, nothing may be loaded.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static(NOTHING))
}

fn unless_said(name: HeaderName, value: &'static str) -> Header {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn set(name: HeaderName, value: &'static str) -> Header {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
