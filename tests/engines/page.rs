//! A page in another engine, by plain WebDriver: these engines have no DevTools protocol.

use std::time::Duration;

use thirtyfour::error::WebDriverResult;
use thirtyfour::extensions::query::ElementQueryable;
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::engine::{Engine, Running};
use crate::support::{Stack, block_on, eventually};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// A page of the real proxy in another engine.
pub struct Page {
    running: Running,
    pub stack: Stack,
}

/// Runs a test in an engine; without that engine it fails in CI and is left out elsewhere.
pub fn in_engine(engine: Engine, test: impl AsyncFnOnce(&Page)) {
    block_on(async {
        let Some(running) = engine.start().await else {
            let variable = engine.variable();
            assert!(
                std::env::var_os("CI").is_none(),
                "{engine:?} is missing: {variable} is not set"
            );
            eprintln!(
                "WARNING: {engine:?} is missing, this test did NOT run: {variable} is not set"
            );
            return;
        };
        let page = Page {
            running,
            stack: Stack::start(),
        };
        test(&page).await;
    });
}

impl Page {
    pub fn driver(&self) -> &WebDriver {
        &self.running.driver
    }

    /// Opens a path of the panel.
    pub async fn open(&self, path: &str) {
        self.open_url(&format!("{}{path}", self.stack.proxy_url()))
            .await;
    }

    pub async fn open_url(&self, url: &str) {
        let opened = self.driver().goto(url).await;
        opened.unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// The visible element of a selector, once it is there.
    pub async fn css(&self, selector: &str) -> WebElement {
        self.shown(By::Css(selector)).await
    }

    /// A visible button or link with this name.
    pub async fn control(&self, name: &str) -> WebElement {
        let path = format!(
            "//*[self::button or self::a][normalize-space()='{name}' or @aria-label='{name}']"
        );
        self.shown(By::XPath(&*path)).await
    }

    pub async fn press_control(&self, name: &str) {
        eventually(&format!("{name} is not pressed"), async || {
            self.control(name).await.click().await
        })
        .await;
    }

    /// A visible element with this text.
    pub async fn says(&self, text: &str) -> WebElement {
        let path = format!(
            "//*[contains(normalize-space(), \"{text}\") and not(.//*[contains(normalize-space(), \"{text}\")])]"
        );
        self.shown(By::XPath(&*path)).await
    }

    /// Types into an empty field.
    pub async fn fill(&self, selector: &str, text: &str) {
        done(self.css(selector).await.send_keys(text).await, selector);
    }

    /// Chooses an option by its text.
    pub async fn choose(&self, selector: &str, option: &str) {
        let path = format!("//option[normalize-space()='{option}']");
        let select = self.css(selector).await;
        let found = select.query(By::XPath(&*path)).wait(PATIENCE, PAUSE);
        let option = done(found.first().await, selector);
        done(option.click().await, selector);
    }

    /// Sends a key to the focused element.
    pub async fn key(&self, key: Key) {
        self.type_text(&char::from(key).to_string()).await;
    }

    pub async fn type_text(&self, text: &str) {
        let typed = self.driver().action_chain().send_keys(text);
        done(typed.perform().await, "keys");
    }

    /// Presses Tab until the element has the focus.
    pub async fn tab_to(&self, selector: &str) {
        let is_there = format!("return document.activeElement?.matches({selector:?}) ?? false");
        for _ in 0..40 {
            if self.script(&is_there).await == true {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("{selector} is not reached by Tab");
    }

    pub async fn script(&self, script: &str) -> serde_json::Value {
        let answer = self.driver().execute(script, Vec::new()).await;
        done(answer, script).json().clone()
    }

    pub async fn becomes_true(&self, what: &str, script: &str) {
        eventually(what, async || match self.script(script).await {
            serde_json::Value::Bool(true) => Ok(()),
            other => Err(format!("it returns {other}")),
        })
        .await;
    }

    async fn shown(&self, by: By) -> WebElement {
        let what = format!("{by:?}");
        let found = self.driver().query(by).and_displayed();
        done(found.wait(PATIENCE, PAUSE).first().await, &what)
    }
}

/// The value, or the end of the test.
#[track_caller]
fn done<T>(result: WebDriverResult<T>, what: &str) -> T {
    result.unwrap_or_else(|error| panic!("{what}: {error}"))
}
