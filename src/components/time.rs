//! Formats times, numbers and texts with the browser's locale data: Rust's would enlarge the
//! download.

use js_sys::{Array, Date, Intl, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::{Locale, tag};

/// Formats a time (RFC 3339) as date and time in the merchant's time zone.
#[must_use]
pub fn moment(at: &str, locale: Locale) -> String {
    written(
        at,
        locale,
        &[("dateStyle", "medium"), ("timeStyle", "short")],
    )
}

/// As [`moment`], with seconds.
#[must_use]
pub fn moment_with_seconds(at: &str, locale: Locale) -> String {
    written(
        at,
        locale,
        &[("dateStyle", "medium"), ("timeStyle", "medium")],
    )
}

/// Formats a day. `start` (RFC 3339) is the day's first moment on the site: its noon is the same day
/// in almost every time zone that the merchant may be in.
#[must_use]
pub fn day(start: &str, locale: Locale) -> String {
    const HALF_A_DAY: f64 = 43_200_000.0;
    let noon = Date::new(&start.into()).get_time() + HALF_A_DAY;
    Date::new(&noon.into())
        .to_locale_date_string(tag(locale), &options(&[("dateStyle", "medium")]))
        .into()
}

/// The current time (RFC 3339) of the merchant's clock.
#[must_use]
pub fn now() -> String {
    Date::new_0().to_iso_string().into()
}

/// Formats the time of day of a time (RFC 3339) in the merchant's time zone.
#[must_use]
pub fn time_of_day(at: &str, locale: Locale) -> String {
    written(at, locale, &[("timeStyle", "short")])
}

fn written(at: &str, locale: Locale, style: &[(&str, &str)]) -> String {
    Date::new(&at.into())
        .to_locale_string(tag(locale), &options(style))
        .into()
}

/// Formats a time of today as time of day, an earlier one as date and time.
#[must_use]
pub fn time_of_day_or_moment(at: &str, locale: Locale) -> String {
    let day = |date: &Date| String::from(date.to_date_string());
    match day(&Date::new(&at.into())) == day(&Date::new_0()) {
        true => time_of_day(at, locale),
        false => moment(at, locale),
    }
}

/// The age of a time (RFC 3339): "3 minuti fa".
#[must_use]
pub fn age(at: &str, locale: Locale) -> String {
    let seconds = ((Date::now() - Date::new(&at.into()).get_time()) / 1000.0).max(0.0) as u32;
    let (amount, unit) = match seconds {
        0..60 => (0, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let options = options(&[("numeric", "auto")]);
    let locales = Array::of1(&tag(locale).into());
    Intl::RelativeTimeFormat::new(&locales, &options)
        .format(-f64::from(amount), unit)
        .into()
}

/// A number with the separators of the language.
#[must_use]
pub fn number(value: i64, locale: Locale) -> String {
    js_sys::Number::from(value as f64)
        .to_locale_string(tag(locale))
        .into()
}

/// An amount (a decimal) in a currency (ISO 4217): "29,90 €".
#[must_use]
pub fn money(amount: &str, currency: &str, locale: Locale) -> String {
    let options = options(&[("style", "currency"), ("currency", currency)]);
    let locales = Array::of1(&tag(locale).into());
    let format = Intl::NumberFormat::new(&locales, &options);
    let text = format.format().call1(&JsValue::NULL, &amount.into());
    // The fallback is for a browser that formats no decimal text.
    let text = text.ok().and_then(|text| text.as_string());
    text.unwrap_or_else(|| [amount, " ", currency].concat())
}

/// Converts a text to lower case.
#[must_use]
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// Options for the browser's `Intl` API.
#[must_use]
pub fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}
