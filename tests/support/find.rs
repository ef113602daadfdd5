//! Finds elements by their accessible names.

use std::panic::Location;

use super::browser::Browser;
use super::locator::{Locator, Query};

/// ARIA roles of form fields.
const FIELDS: &[&str] = &[
    "textbox",
    "searchbox",
    "combobox",
    "listbox",
    "spinbutton",
    "checkbox",
    "switch",
    "radio",
    // What Chromium makes of a date field.
    "Date",
];

/// Finds elements in the whole page (a [`Browser`]) or within an element (a [`Locator`]).
///
/// Names are complete accessible names: the label's text, the button's text. Elements that are
/// hidden from assistive technology are not found.
pub trait Find {
    /// The browser, and the element to search in.
    fn place(&self) -> (Browser, Option<Locator>);

    /// An element with one of these ARIA roles and this name.
    #[track_caller]
    fn named(&self, roles: &'static [&'static str], name: &str) -> Locator {
        let name = name.to_owned();
        Locator::new(
            self.place(),
            Query::Named { roles, name },
            Location::caller(),
        )
    }

    /// An element with this ARIA role that contains this text, for example a row by the text of a
    /// cell.
    #[track_caller]
    fn holding(&self, role: &'static str, text: &str) -> Locator {
        let text = text.to_owned();
        Locator::new(
            self.place(),
            Query::Holding { role, text },
            Location::caller(),
        )
    }

    /// The innermost visible element that contains this text.
    #[track_caller]
    fn text(&self, text: &str) -> Locator {
        Locator::new(
            self.place(),
            Query::Text(text.to_owned()),
            Location::caller(),
        )
    }

    /// An element by CSS selector, when it has no text.
    #[track_caller]
    fn css(&self, selector: &str) -> Locator {
        Locator::new(
            self.place(),
            Query::Css(selector.to_owned()),
            Location::caller(),
        )
    }

    /// A field by its label: text field, select field, check box, switch.
    #[track_caller]
    fn field(&self, label: &str) -> Locator {
        self.named(FIELDS, label)
    }

    /// A button by its name.
    #[track_caller]
    fn button(&self, name: &str) -> Locator {
        self.named(&["button"], name)
    }

    /// A link by its name.
    #[track_caller]
    fn link(&self, name: &str) -> Locator {
        self.named(&["link"], name)
    }

    /// A heading by its text.
    #[track_caller]
    fn heading(&self, name: &str) -> Locator {
        self.named(&["heading"], name)
    }

    /// A named section, group or toolbar of the page.
    #[track_caller]
    fn region(&self, name: &str) -> Locator {
        self.named(&["region", "group", "form", "toolbar"], name)
    }

    /// A dialog by its title.
    #[track_caller]
    fn dialog(&self, name: &str) -> Locator {
        self.named(&["dialog", "alertdialog"], name)
    }

    /// A row of a table or grid by a text in it.
    #[track_caller]
    fn row(&self, text: &str) -> Locator {
        self.holding("row", text)
    }

    /// A live region of the page (`role="status"`) by a text in it.
    #[track_caller]
    fn status(&self, text: &str) -> Locator {
        self.holding("status", text)
    }
}

impl Find for Browser {
    fn place(&self) -> (Browser, Option<Locator>) {
        (self.clone(), None)
    }
}

impl Find for Locator {
    fn place(&self) -> (Browser, Option<Locator>) {
        (self.browser().clone(), Some(self.clone()))
    }
}
