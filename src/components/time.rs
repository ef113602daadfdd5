//! Times, numbers and texts as the language writes them, by the browser's own tables: those of Rust
//! would be downloaded with the panel.

use js_sys::{Array, Date, Intl, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::{Locale, tag};

/// A moment (RFC 3339) as date and time of the merchant's clock.
#[must_use]
pub fn moment(at: &str, locale: Locale) -> String {
    written(
        at,
        locale,
        &[("dateStyle", "medium"), ("timeStyle", "short")],
    )
}

/// The same with the seconds.
#[must_use]
pub fn moment_with_seconds(at: &str, locale: Locale) -> String {
    written(
        at,
        locale,
        &[("dateStyle", "medium"), ("timeStyle", "medium")],
    )
}

/// This moment (RFC 3339), by the merchant's clock.
#[must_use]
pub fn now() -> String {
    Date::new_0().to_iso_string().into()
}

/// The time of day of a moment (RFC 3339), of the merchant's clock.
#[must_use]
pub fn time_of_day(at: &str, locale: Locale) -> String {
    written(at, locale, &[("timeStyle", "short")])
}

fn written(at: &str, locale: Locale, style: &[(&str, &str)]) -> String {
    Date::new(&at.into())
        .to_locale_string(tag(locale), &options(style))
        .into()
}

/// How long ago a moment (RFC 3339) was: "3 minuti fa".
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

/// A text without capitals.
#[must_use]
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// Options for the browser's own tables.
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
