use axum::http::{HeaderName, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::config::HostOrigins;

type Header = SetResponseHeaderLayer<HeaderValue>;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// Disables every browser feature.
const NO_PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
    xr-spatial-tracking=()";

/// Disables content-type sniffing.
pub(super) fn nosniff() -> Header {
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}

/// Sends no `Referer`.
pub(super) fn referrer_policy() -> Header {
    set(header::REFERRER_POLICY, "no-referrer")
}

/// Disables every browser feature for pages.
pub(crate) fn permissions_policy() -> Header {
    set(PERMISSIONS_POLICY, NO_PERMISSIONS)
}

/// Responses contain a merchant's data: no cache stores them. Only files of the panel override
/// this.
pub(super) fn no_store() -> Header {
    unless_said(header::CACHE_CONTROL, "no-store")
}

/// A response other than a page may load nothing. Only pages override this.
pub(super) fn no_content() -> Header {
    unless_said(header::CONTENT_SECURITY_POLICY, NOTHING)
}

/// What a page may load, and which hosts may frame it.
pub(super) fn page_policy(hosts: &HostOrigins) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {}",
        hosts.frame_ancestors()
    );
    // Origins are ASCII, so this never fails; otherwise nothing may be loaded.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static(NOTHING))
}

fn unless_said(name: HeaderName, value: &'static str) -> Header {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn set(name: HeaderName, value: &'static str) -> Header {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
