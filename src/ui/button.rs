use leptos::prelude::*;

use crate::i18n::{Phrase, Text};

/// A button: what it looks like and what it is called, then [`Button::on_press`].
///
/// Every button of the panel is made here, so that the browser gets their code once.
pub struct Button {
    class: &'static str,
    kind: &'static str,
    id: Option<String>,
    content: AnyView,
    name: Option<Phrase>,
    title: Option<Phrase>,
    disabled: Signal<bool>,
    busy: Option<Signal<bool>>,
    pressed: Option<Signal<bool>>,
    expanded: Option<Signal<bool>>,
    described_by: Option<&'static str>,
}

impl Button {
    /// A button with anything in it.
    pub fn new(class: &'static str, content: AnyView) -> Self {
        Self {
            class,
            kind: "button",
            id: None,
            content,
            name: None,
            title: None,
            disabled: Signal::stored(false),
            busy: None,
            pressed: None,
            expanded: None,
            described_by: None,
        }
    }

    /// A button that says a text.
    pub fn text(class: &'static str, text: Text) -> Self {
        Self::new(class, text.into_any())
    }

    /// A button with an icon before, or above, what it says.
    pub fn with_icon(class: &'static str, icon: Text, text: AnyView) -> Self {
        let content = view! {
            <span class=icon aria-hidden="true"></span>
            {text}
        };
        Self::new(class, content.into_any())
    }

    /// A button that is an icon alone, called `name`.
    pub fn icon(class: &'static str, icon: Text, name: Phrase) -> Self {
        Self {
            name: Some(name),
            title: Some(name),
            ..Self::with_icon(class, icon, ().into_any())
        }
    }

    /// Sends its form when pressed.
    pub fn submit(mut self) -> AnyView {
        self.kind = "submit";
        self.on_press(|| {})
    }

    /// Names it in the page.
    pub fn id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    /// What screen readers call it.
    pub fn named(mut self, name: Phrase) -> Self {
        self.name = Some(name);
        self
    }

    /// What a pointer that rests on it is told.
    pub fn title(mut self, title: Phrase) -> Self {
        self.title = Some(title);
        self
    }

    /// When it cannot be pressed.
    pub fn disabled(mut self, disabled: Signal<bool>) -> Self {
        self.disabled = disabled;
        self
    }

    /// When what it does is going on.
    pub fn busy(mut self, busy: Signal<bool>) -> Self {
        self.busy = Some(busy);
        self
    }

    /// Makes it a switch, and says when it is on.
    pub fn pressed(mut self, pressed: Signal<bool>) -> Self {
        self.pressed = Some(pressed);
        self
    }

    /// Says when what it opens is open.
    pub fn expanded(mut self, expanded: Signal<bool>) -> Self {
        self.expanded = Some(expanded);
        self
    }

    /// The id of what explains it.
    pub fn described_by(mut self, id: &'static str) -> Self {
        self.described_by = Some(id);
        self
    }

    /// The button, and what a press does.
    pub fn on_press(self, press: impl Fn() + 'static) -> AnyView {
        self.view(Box::new(press))
    }

    fn view(self, press: Box<dyn Fn()>) -> AnyView {
        view! {
            <button
                type=self.kind
                class=self.class
                id=self.id
                disabled=self.disabled
                title=self.title
                aria-label=self.name
                aria-busy=self.busy.map(state)
                aria-pressed=self.pressed.map(state)
                aria-expanded=self.expanded.map(state)
                aria-describedby=self.described_by
                on:click=move |_| press()
            >
                {self.content}
            </button>
        }
        .into_any()
    }
}

/// A state as ARIA writes it.
fn state(on: Signal<bool>) -> Text {
    Signal::derive(move || if on.get() { "true" } else { "false" })
}
