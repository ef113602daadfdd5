//! Expectations about an element; each waits until it holds.

use serde_json::Value;
use thirtyfour::WebElement;

use super::act::{text_in, text_of, value_of};
use super::locator::Locator;
use super::lookup;

impl Locator {
    /// The element exists and is visible.
    pub async fn appears(&self) {
        self.step("is not seen", async |it| {
            let seen = text_of(it.is_displayed().await)?;
            seen.then_some(()).ok_or_else(|| "it is hidden".to_owned())
        })
        .await;
    }

    /// The element does not exist.
    pub async fn disappears(&self) {
        self.has_count(0).await;
    }

    /// The number of elements is `expected`.
    pub async fn has_count(&self, expected: usize) {
        self.until("has another count", async || {
            same(self.all().await?.len(), expected)
        })
        .await;
    }

    /// The whole text is `expected`.
    pub async fn has_text(&self, expected: &str) {
        self.step("has another text", async |it| {
            let text = text_in(&it).await?;
            if lookup::looks_of(expected).contains(&text) {
                return Ok(());
            }
            Err(format!("expected {expected:?}, found {text:?}"))
        })
        .await;
    }

    /// The text contains `expected`.
    pub async fn contains(&self, expected: &str) {
        self.step("lacks a text", async |it| {
            part(&text_in(&it).await?, expected)
        })
        .await;
    }

    /// The value is `expected`.
    pub async fn has_value(&self, expected: &str) {
        self.step("has another value", async |it| {
            same(value_of(&it).await?.as_str(), expected)
        })
        .await;
    }

    /// The control is enabled.
    pub async fn is_enabled(&self) {
        self.step("cannot be used", async |it| {
            same(self.property(&it, "disabled").await?, false)
        })
        .await;
    }

    /// The control is disabled, also for assistive technology.
    pub async fn is_disabled(&self) {
        self.step("can be used", async |it| {
            same(self.property(&it, "disabled").await?, true)
        })
        .await;
    }

    /// The check box or switch is on.
    pub async fn is_on(&self) {
        self.step("is not on", async |it| {
            same(self.property(&it, "checked").await?, true)
        })
        .await;
    }

    /// The check box or switch is off.
    pub async fn is_off(&self) {
        self.step("is not off", async |it| {
            same(self.property(&it, "checked").await?, false)
        })
        .await;
    }

    /// The element has the focus.
    pub async fn has_focus(&self) {
        self.step("has no focus", async |it| {
            same(self.property(&it, "focused").await?, true)
        })
        .await;
    }

    /// The control is marked as invalid, and its accessible description contains `expected`.
    pub async fn has_error(&self, expected: &str) {
        self.step("lacks an error", async |it| {
            same(self.property(&it, "invalid").await?, true)?;
            part(&self.description(&it).await?, expected)
        })
        .await;
    }

    /// The accessible description contains `expected`.
    pub async fn has_description(&self, expected: &str) {
        self.step("lacks a description", async |it| {
            part(&self.description(&it).await?, expected)
        })
        .await;
    }

    async fn description(&self, element: &WebElement) -> Result<String, String> {
        let node = text_of(lookup::node_of(self.browser(), element).await)?;
        let text = node["description"]["value"].as_str().unwrap_or_default();
        Ok(lookup::normal(text))
    }

    /// A property of the accessibility tree; an absent property is false.
    async fn property(&self, element: &WebElement, name: &str) -> Result<bool, String> {
        let node = text_of(lookup::node_of(self.browser(), element).await)?;
        let properties = node["properties"].as_array().into_iter().flatten();
        let mut values = properties.filter(|it| it["name"] == name);
        let value = values
            .next()
            .map_or(&Value::Null, |it| &it["value"]["value"]);
        Ok(*value == true || *value == "true")
    }
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, found {found:?}"))
}

fn part(found: &str, expected: &str) -> Result<(), String> {
    let looks = lookup::looks_of(expected);
    if looks.iter().any(|expected| found.contains(expected)) {
        return Ok(());
    }
    Err(format!("expected {expected:?} in {found:?}"))
}
