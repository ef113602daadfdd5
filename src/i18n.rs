//! The language of the interface: keys are checked when the panel is compiled.
//!
//! Texts are [`Text`] values, not closures: however many there are, the browser gets the code
//! that shows one only once.

use contract::Language;
use leptos::prelude::*;
use serde::Deserialize;

use crate::api::boot_data;

// The build-script form of this macro needs the whole of ICU's data tools to be compiled on every
// fresh clone, for plurals and formats that this panel leaves to the browser.
#[allow(deprecated, missing_docs)]
mod generated {
    leptos_i18n::load_locales!();
    pub use i18n::Locale;
}

// The macro does not tell the compiler which files it read: a text that changed would not be built.
const _: [&str; 2] = [
    include_str!("locales/it.json"),
    include_str!("locales/en.json"),
];

pub use generated::Locale;

/// A text in the language of the moment.
pub type Text = Signal<&'static str>;

/// A text with something of the moment in it.
pub type Phrase = Signal<String>;

/// The language of the page, for every component below [`provide_locale`].
#[must_use]
pub fn locale() -> RwSignal<Locale> {
    expect_context()
}

/// The language of the session that the proxy wrote into the page, where it did.
#[derive(Deserialize)]
struct First {
    lang: Language,
}

/// Starts in the language that the page came with, or in the browser's; the host's wins as soon as
/// it is known.
pub fn provide_locale() {
    let locale = match boot_data() {
        Some(First { lang }) => of(lang),
        None => from_tag(&window().navigator().language().unwrap_or_default()),
    };
    let locale = RwSignal::new(locale);
    provide_context(locale);
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            // A page without its language is still a page: nothing to do about a refusal.
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

/// The language that the host works in.
#[must_use]
pub const fn of(language: Language) -> Locale {
    match language {
        Language::It => Locale::it,
        Language::En => Locale::en,
    }
}

/// The language of a tag: English for English, Italian for every other.
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

/// What says a text: chosen where the reason for it is known, shown where there is a page.
pub type Key = fn(Locale) -> &'static str;

/// The text of a key in the language of the moment. See [`t!`](crate::t).
#[must_use]
pub fn text(key: Key) -> Text {
    let locale = locale();
    Signal::derive(move || key(locale.get()))
}

/// A key to be said later: `key!(list.title)`.
#[macro_export]
macro_rules! key {
    ($($key:tt)+) => {{
        let key: $crate::i18n::Key = |locale| leptos_i18n::td_string!(locale, $($key)+);
        key
    }};
}

/// A text with its one `{placeholder}` filled in.
///
/// Filled in here and not by the macro, whose code would be in the page once a text.
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

/// The text of a key, as a signal that follows the language: `t!(list.title)`.
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
