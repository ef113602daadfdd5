//! What an element may carry: attributes, and pieces inside of it.

use std::borrow::Cow;

use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render},
};
use web_sys::Node;

use super::{El, Kept};
use crate::i18n::{Phrase, Text};

/// What an attribute is.
pub enum Value {
    /// Not there.
    Absent,
    /// What it says for good.
    Fixed(Cow<'static, str>),
    /// A text of the language of the moment.
    Text(Text),
    /// A text with something of the moment in it.
    Phrase(Phrase),
    /// There and empty, or not there.
    Truth(Signal<bool>),
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Fixed(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Fixed(Cow::Owned(text))
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<Signal<bool>> for Value {
    fn from(is: Signal<bool>) -> Self {
        Self::Truth(is)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

/// What can be inside of an element.
pub trait Piece {
    /// Puts it at the end of what is in `element`.
    fn put(self, element: &mut El);
}

impl Piece for El {
    fn put(self, element: &mut El) {
        let mut inner = self.0.take();
        add(element, &inner.element);
        element.0.kept.append(&mut inner.kept);
    }
}

impl Piece for AnyView {
    fn put(self, element: &mut El) {
        let mut built = self.build();
        built.mount(&element.0.element, None);
        element.0.kept.push(Kept::View(built));
    }
}

impl Piece for Text {
    fn put(self, element: &mut El) {
        let node = text(element, "");
        element.effect(Box::new(move || node.set_text_content(Some(self.get()))));
    }
}

impl Piece for Phrase {
    fn put(self, element: &mut El) {
        let node = text(element, "");
        element.effect(Box::new(move || node.set_text_content(Some(&self.get()))));
    }
}

impl Piece for &str {
    fn put(self, element: &mut El) {
        text(element, self);
    }
}

impl Piece for String {
    fn put(self, element: &mut El) {
        text(element, &self);
    }
}

impl<T: Piece> Piece for Option<T> {
    fn put(self, element: &mut El) {
        if let Some(piece) = self {
            piece.put(element);
        }
    }
}

impl<T: Piece> Piece for Vec<T> {
    fn put(self, element: &mut El) {
        self.into_iter().for_each(|piece| piece.put(element));
    }
}

fn text(element: &El, text: &str) -> Node {
    let node: Node = document().create_text_node(text).into();
    add(element, &node);
    node
}

fn add(element: &El, node: &Node) {
    // What was just made has no parent that could refuse to let it go.
    let _ = element.0.element.append_child(node);
}
