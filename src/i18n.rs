//! The language of the interface. Keys are checked at compile time.
//!
//! Messages are [`Text`] values, not closures, so that the code that renders a message is generated
//! only once.

use contract::Language;
use leptos::prelude::*;
use serde::Deserialize;

use crate::api::boot_data;

// The build-script form of this macro would compile ICU's data tools on every fresh clone, for
// plurals and formats that the panel leaves to the browser.
#[allow(deprecated, missing_docs)]
mod generated {
    leptos_i18n::load_locales!();
    pub use i18n::Locale;
}

// The macro does not report its input files to the compiler; without this, a changed message would
// not be rebuilt.
const _: [&str; 2] = [
    include_str!("locales/it.json"),
    include_str!("locales/en.json"),
];

pub use generated::Locale;

/// A message in the current language.
pub type Text = Signal<&'static str>;

/// A message with parameters, in the current language.
pub type Phrase = Signal<String>;

/// The current language, from the context of [`provide_locale`].
#[must_use]
pub fn locale() -> RwSignal<Locale> {
    expect_context()
}

/// The language of the session in the boot data.
#[derive(Deserialize)]
struct First {
    lang: Language,
}

/// Provides the language: from the boot data or the browser, until the host sends its own.
pub fn provide_locale() {
    let locale = match boot_data() {
        Some(First { lang }) => of(lang),
        None => from_tag(&window().navigator().language().unwrap_or_default()),
    };
    let locale = RwSignal::new(locale);
    provide_context(locale);
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            // A failure leaves the page without a `lang` attribute, which is harmless.
            let _ = root.set_attribute("lang", tag(locale.get()));
        }
    });
}

/// The language tag (BCP 47) of a language.
#[must_use]
pub const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::it => "it",
        Locale::en => "en",
    }
}

/// The language that the host sent.
#[must_use]
pub const fn of(language: Language) -> Locale {
    match language {
        Language::It => Locale::it,
        Language::En => Locale::en,
    }
}

/// The language of a tag: English for English tags, Italian for all others.
#[must_use]
pub fn from_tag(tag: &str) -> Locale {
    if tag
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("en"))
    {
        Locale::en
    } else {
        Locale::it
    }
}

/// A message key: returns the message in a language.
pub type Key = fn(Locale) -> &'static str;

/// The message of a key in the current language. See [`t!`](crate::t).
#[must_use]
pub fn text(key: Key) -> Text {
    let locale = locale();
    Signal::derive(move || key(locale.get()))
}

/// A key to be resolved later: `key!(list.title)`.
#[macro_export]
macro_rules! key {
    ($($key:tt)+) => {{
        let key: $crate::i18n::Key = |locale| leptos_i18n::td_string!(locale, $($key)+);
        key
    }};
}

/// Fills in the `{placeholder}` of a message.
///
/// Done here and not by the macro, whose code would be generated for every message.
#[must_use]
pub fn fill(text: &str, value: &str) -> String {
    match text
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?.1)))
    {
        Some((before, after)) => [before, value, after].concat(),
        None => text.to_owned(),
    }
}

/// The message of a key as a signal that follows the language: `t!(list.title)`.
#[macro_export]
macro_rules! t {
    ($($key:tt)+) => { $crate::i18n::text($crate::key!($($key)+)) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_filled_in() {
        assert_eq!(fill("Account trovati: {count}", "3"), "Account trovati: 3");
        assert_eq!(fill("Eliminare {name}?", "a{b}"), "Eliminare a{b}?");
        assert_eq!(fill("Nessuno", "3"), "Nessuno");
    }

    #[test]
    fn english_wins_only_for_english() {
        assert_eq!(from_tag("en-GB"), Locale::en);
        assert_eq!(from_tag("it-IT"), Locale::it);
        assert_eq!(from_tag("de"), Locale::it);
        assert_eq!(from_tag(""), Locale::it);
    }
}
