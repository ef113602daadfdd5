//! Elements of one type: what the first view is made of.
//!
//! `view!` gives every piece of a page a type of its own, and the merchant downloads the code of
//! each; an [`El`] is one type, whatever is in it. See `docs/adr/0003-panel-in-parts.md`.

mod handler;
mod render;
mod value;

use leptos::{prelude::*, tachys::view::any_view::AnyViewState};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsValue, UnwrapThrowExt};
use web_sys::{Element, Event};

use crate::i18n::Text;

use handler::Handler;
pub use value::{Piece, Value};

/// An element of the page, with what is in it and what follows signals in it.
pub struct El(SendWrapper<Built>);

/// An element and all that lives with it, as Leptos keeps what it has shown.
pub struct Built {
    element: Element,
    kept: Vec<Kept>,
}

/// What goes with the element.
#[allow(dead_code, reason = "kept to be dropped with the element")]
enum Kept {
    View(AnyViewState),
    Effect(RenderEffect<()>),
    Handler(Handler),
}

/// An element without anything in it.
#[must_use]
pub fn el(tag: &str) -> El {
    El(SendWrapper::new(Built {
        // Only names that the panel writes itself are asked for, and they are all names.
        element: document().create_element(tag).unwrap_throw(),
        kept: Vec::new(),
    }))
}

/// A picture of the style sheet, which says nothing that the text beside it does not.
#[must_use]
pub fn icon(class: impl Into<Value>) -> El {
    el("span").class(class).attr("aria-hidden", "true")
}

/// The heading of a page, which gets the focus when the page comes.
#[must_use]
pub fn page_title(title: Text) -> El {
    el("h1")
        .id("page-title")
        .attr("tabindex", "-1")
        .child(title)
}

impl El {
    /// With an attribute, which may follow a signal.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.follow(name, value.into());
        self
    }

    /// With an attribute of ARIA's that is `true` or `false`.
    #[must_use]
    pub fn aria(self, name: &'static str, is: Signal<bool>) -> Self {
        let said = move || if is.get() { "true" } else { "false" };
        self.attr(name, Text::derive(said))
    }

    /// Named in the page.
    #[must_use]
    pub fn id(self, id: impl Into<Value>) -> Self {
        self.attr("id", id)
    }

    /// With the style sheet's classes.
    #[must_use]
    pub fn class(self, class: impl Into<Value>) -> Self {
        self.attr("class", class)
    }

    /// With one more thing in it, after the others.
    #[must_use]
    pub fn child(mut self, piece: impl Piece) -> Self {
        piece.put(&mut self);
        self
    }

    /// Does `act` at each event of this name, until the element goes.
    #[must_use]
    pub fn on(mut self, event: &'static str, act: impl Fn(Event) + 'static) -> Self {
        let handler = Handler::new(self.node(), event, Box::new(act));
        self.0.kept.push(Kept::Handler(handler));
        self
    }

    /// With a property, `value` or `checked`, that follows what `get` reads.
    #[must_use]
    pub fn prop(mut self, name: &'static str, get: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.0.element.clone();
        self.effect(Box::new(move || {
            // Properties that every input and select has.
            let _ = js_sys::Reflect::set(&element, &name.into(), &get());
        }));
        self
    }

    /// The browser's own.
    #[must_use]
    pub fn node(&self) -> &Element {
        &self.0.element
    }

    fn follow(&mut self, name: &'static str, value: Value) {
        let element = self.0.element.clone();
        match value {
            Value::Absent => {}
            Value::Fixed(text) => write(&element, name, Some(&text)),
            Value::Text(text) => {
                self.effect(Box::new(move || write(&element, name, Some(text.get()))));
            }
            Value::Phrase(phrase) => {
                self.effect(Box::new(move || write(&element, name, Some(&phrase.get()))));
            }
            Value::Truth(is) => {
                self.effect(Box::new(move || {
                    write(&element, name, is.get().then_some(""));
                }));
            }
        }
    }

    fn effect(&mut self, act: Box<dyn Fn()>) {
        let effect = RenderEffect::new(move |_: Option<()>| act());
        self.0.kept.push(Kept::Effect(effect));
    }
}

fn write(element: &Element, name: &str, value: Option<&str>) {
    // Only names that the panel writes itself are written, and they are all names.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
