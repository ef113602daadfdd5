//! A locator describes an element; each step looks it up again.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use thirtyfour::WebElement;

use super::act::text_of;
use super::browser::Browser;
use super::eventually::eventually_at;
use super::lookup;

/// How an element is identified.
#[derive(Debug)]
pub enum Query {
    /// By role and accessible name.
    Named {
        roles: &'static [&'static str],
        name: String,
    },
    /// By role and contained text.
    Holding { role: &'static str, text: String },
    /// By visible text.
    Text(String),
    /// By CSS selector.
    Css(String),
}

/// A locator. Created by [`Find`](super::Find); see `act` and `expect` for its methods.
#[derive(Clone)]
pub struct Locator {
    browser: Browser,
    within: Option<Arc<Locator>>,
    query: Arc<Query>,
    /// The index among several matches, when the match need not be unique.
    nth: Option<usize>,
    at: &'static Location<'static>,
}

impl Locator {
    pub(super) fn new(
        (browser, within): (Browser, Option<Self>),
        query: Query,
        at: &'static Location<'static>,
    ) -> Self {
        Self {
            browser,
            within: within.map(Arc::new),
            query: Arc::new(query),
            nth: None,
            at,
        }
    }

    /// The first of several matches, in document order.
    pub fn first(&self) -> Self {
        self.nth(0)
    }

    /// One of several matches, counted from 0 in document order.
    pub fn nth(&self, nth: usize) -> Self {
        Self {
            nth: Some(nth),
            ..self.clone()
        }
    }

    pub(super) fn browser(&self) -> &Browser {
        &self.browser
    }

    /// All current matches.
    pub(super) async fn all(&self) -> Result<Vec<WebElement>, String> {
        let within = match &self.within {
            Some(within) => {
                let one = Box::pin(within.one()).await;
                Some(one.map_err(|reason| format!("{within}: {reason}"))?)
            }
            None => None,
        };
        let found = lookup::all(&self.browser, within.as_ref(), &self.query).await;
        text_of(found)
    }

    /// The single current match, or the selected one of several.
    pub(super) async fn one(&self) -> Result<WebElement, String> {
        let mut found = self.all().await?;
        match (self.nth, found.len()) {
            (_, 0) => Err(format!("not found{}", self.what_is_instead().await)),
            (Some(nth), count) if nth < count => Ok(found.swap_remove(nth)),
            (None, 1) => Ok(found.swap_remove(0)),
            (_, count) => Err(format!("found {count} times")),
        }
    }

    /// Looks the element up and runs an action on it; retries until it succeeds.
    pub(super) async fn step<T>(
        &self,
        what: &str,
        attempt: impl AsyncFn(WebElement) -> Result<T, String>,
    ) -> T {
        let what = format!("{self} {what}");
        eventually_at(self.at, &what, async || attempt(self.one().await?).await).await
    }

    /// Waits for a condition that is not about one existing element.
    pub(super) async fn until(&self, what: &str, attempt: impl AsyncFn() -> Result<(), String>) {
        eventually_at(self.at, &format!("{self} {what}"), attempt).await;
    }

    /// Similar elements, for the failure message.
    async fn what_is_instead(&self) -> String {
        let Query::Named { roles, name } = &*self.query else {
            return String::new();
        };
        let instead = lookup::instead(&self.browser, roles, name).await;
        format!("; on the page: {}", instead.unwrap_or_default().join(", "))
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.query {
            Query::Named { roles, name } if roles.len() > 1 => write!(f, "field {name:?}"),
            Query::Named { roles, name } => write!(f, "{} {name:?}", roles.join("/")),
            Query::Holding { role, text } => write!(f, "{role} with {text:?}"),
            Query::Text(text) => write!(f, "text {text:?}"),
            Query::Css(selector) => write!(f, "{selector:?}"),
        }?;
        match &self.within {
            Some(within) => write!(f, " in {within}"),
            None => Ok(()),
        }
    }
}
