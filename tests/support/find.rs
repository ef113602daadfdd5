//! Names for the page's parts, as its readers have them.

use std::panic::Location;

use super::browser::Browser;
use super::locator::{Locator, Query};

/// Roles of what is filled in or chosen.
const FIELDS: &[&str] = &[
    "textbox",
    "searchbox",
    "combobox",
    "listbox",
    "spinbutton",
    "checkbox",
    "switch",
    "radio",
];

/// Finds parts of the whole page (a [`Browser`]) or of a part (a [`Locator`]).
///
/// Names are accessible names, whole: the label's text, the button's words. What assistive
/// technology does not see is not found.
pub trait Find {
    /// The browser, and the part to search in.
    fn place(&self) -> (Browser, Option<Locator>);

    /// Something with one of these ARIA roles and this name.
    #[track_caller]
    fn named(&self, roles: &'static [&'static str], name: &str) -> Locator {
        let name = name.to_owned();
        Locator::new(
            self.place(),
            Query::Named { roles, name },
            Location::caller(),
        )
    }

    /// Something with this ARIA role that holds this text: a row by what stands in it.
    #[track_caller]
    fn holding(&self, role: &'static str, text: &str) -> Locator {
        let text = text.to_owned();
        Locator::new(
            self.place(),
            Query::Holding { role, text },
            Location::caller(),
        )
    }

    /// The innermost visible part that holds this text.
    #[track_caller]
    fn text(&self, text: &str) -> Locator {
        Locator::new(
            self.place(),
            Query::Text(text.to_owned()),
            Location::caller(),
        )
    }

    /// By CSS selector, for what has no words.
    #[track_caller]
    fn css(&self, selector: &str) -> Locator {
        Locator::new(
            self.place(),
            Query::Css(selector.to_owned()),
            Location::caller(),
        )
    }

    /// A field by its label: text, choice, check box, switch.
    #[track_caller]
    fn field(&self, label: &str) -> Locator {
        self.named(FIELDS, label)
    }

    /// A button by its words.
    #[track_caller]
    fn button(&self, name: &str) -> Locator {
        self.named(&["button"], name)
    }

    /// A link by its words.
    #[track_caller]
    fn link(&self, name: &str) -> Locator {
        self.named(&["link"], name)
    }

    /// A heading by its words.
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

    /// A row of a table or grid by a text that stands in it.
    #[track_caller]
    fn row(&self, text: &str) -> Locator {
        self.holding("row", text)
    }

    /// A live region of the page (`role="status"`) by a text that stands in it.
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
