use leptos::prelude::*;

use super::{El, Piece, el, icon};
use crate::i18n::{Phrase, Text};

/// A button: what it looks like and what it is called, then [`Button::on_press`].
///
/// Every button of the panel is made here, so that the browser gets their code once.
pub struct Button(El);

impl Button {
    /// A button with nothing in it yet.
    fn new(class: &'static str) -> Self {
        Self(el("button").attr("type", "button").class(class))
    }

    /// A button that says a text.
    pub fn text(class: &'static str, text: Text) -> Self {
        let Self(button) = Self::new(class);
        Self(button.child(text))
    }

    /// A button with an icon before, or above, what it says.
    pub fn with_icon(class: &'static str, icon: Text, text: impl Piece) -> Self {
        let Self(button) = Self::new(class);
        Self(button.child(self::icon(icon)).child(text))
    }

    /// A button that is an icon alone, called `name`.
    pub fn icon(class: &'static str, icon: Text, name: Phrase) -> Self {
        let button = Self::with_icon(class, icon, None::<El>);
        button.named(name).title(name)
    }

    /// Sends its form when pressed.
    pub fn submit(self) -> AnyView {
        self.0.attr("type", "submit").into_any()
    }

    /// Names it in the page.
    pub fn id(self, id: String) -> Self {
        Self(self.0.id(id))
    }

    /// What screen readers call it.
    pub fn named(self, name: Phrase) -> Self {
        Self(self.0.attr("aria-label", name))
    }

    /// What a pointer that rests on it is told.
    pub fn title(self, title: Phrase) -> Self {
        Self(self.0.attr("title", title))
    }

    /// When it cannot be pressed.
    pub fn disabled(self, disabled: Signal<bool>) -> Self {
        Self(self.0.attr("disabled", disabled))
    }

    /// When what it does is going on.
    pub fn busy(self, busy: Signal<bool>) -> Self {
        Self(self.0.aria("aria-busy", busy))
    }

    /// Makes it a switch, and says when it is on.
    pub fn pressed(self, pressed: Signal<bool>) -> Self {
        Self(self.0.aria("aria-pressed", pressed))
    }

    /// Says when what it opens is open.
    pub fn expanded(self, expanded: Signal<bool>) -> Self {
        Self(self.0.aria("aria-expanded", expanded))
    }

    /// The id of what explains it.
    pub fn described_by(self, id: &'static str) -> Self {
        Self(self.0.attr("aria-describedby", id))
    }

    /// The button, and what a press does.
    pub fn on_press(self, press: impl Fn() + 'static) -> AnyView {
        self.0.on("click", move |_| press()).into_any()
    }
}
