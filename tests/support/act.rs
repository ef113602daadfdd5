//! Actions on an element of the page.

use serde_json::json;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, Key, WebElement};

use super::locator::Locator;
use super::lookup;

impl Locator {
    /// Clicks the element, once nothing covers it.
    pub async fn click(&self) {
        self.step("cannot be clicked", async |it| text_of(it.click().await))
            .await;
    }

    /// Double-clicks the element.
    pub async fn double_click(&self) {
        self.step("cannot be double-clicked", async |it| {
            let twice = self.browser().driver().action_chain();
            text_of(twice.double_click_element(&it).perform().await)
        })
        .await;
    }

    /// Replaces the value of a field, key by key.
    pub async fn fill(&self, text: &str) {
        self.step("cannot be filled", async |it| {
            let emptied = async {
                it.send_keys(Key::Control + "a").await?;
                it.send_keys(Key::Delete).await?;
                it.send_keys(text).await
            };
            text_of(emptied.await)
        })
        .await;
    }

    /// Replaces the value of a field by pasting.
    pub async fn paste(&self, text: &str) {
        self.step("takes no paste", async |it| {
            let pasted = async {
                it.send_keys(Key::Control + "a").await?;
                let cdp = self.browser().driver().cdp();
                let permission =
                    json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
                cdp.send_raw("Browser.grantPermissions", permission).await?;
                let copy = "return navigator.clipboard.writeText(arguments[0])";
                let driver = self.browser().driver();
                driver.execute(copy, vec![json!(text)]).await?;
                it.send_keys(Key::Control + "v").await
            };
            text_of(pasted.await)
        })
        .await;
    }

    /// Presses a key while the element has the focus.
    pub async fn press(&self, key: impl Into<char>) {
        let key = key.into().to_string();
        self.step("takes no key", async |it| {
            text_of(it.send_keys(key.as_str()).await)
        })
        .await;
    }

    /// Moves the focus to it.
    pub async fn focus(&self) {
        self.step("takes no focus", async |it| text_of(it.focus().await))
            .await;
    }

    /// Selects the option with this text in a select field.
    pub async fn choose(&self, option: &str) {
        self.step("has no such choice", async |it| {
            let options = text_of(it.find_all(By::Css("option")).await)?;
            let mut texts = Vec::new();
            for element in options {
                let text = lookup::normal(&text_of(element.text().await)?);
                if text == option {
                    return text_of(element.click().await);
                }
                texts.push(text);
            }
            Err(format!("{option:?} is not one of {texts:?}"))
        })
        .await;
    }

    /// The text of the element.
    pub async fn read(&self) -> String {
        self.step("cannot be read", async |it| text_in(&it).await)
            .await
    }

    /// The value of the field.
    pub async fn value(&self) -> String {
        self.step("has no value", async |it| value_of(&it).await)
            .await
    }

    /// The current number of matching elements.
    pub async fn count(&self) -> usize {
        self.all().await.map_or(0, |found| found.len())
    }
}

pub(super) async fn text_in(element: &WebElement) -> Result<String, String> {
    text_of(element.text().await).map(|text| lookup::normal(&text))
}

pub(super) async fn value_of(element: &WebElement) -> Result<String, String> {
    text_of(element.prop("value").await)?.ok_or_else(|| "it has none".to_owned())
}

/// Converts a WebDriver error to one line, without the driver's stack trace.
pub(super) fn text_of<T>(result: WebDriverResult<T>) -> Result<T, String> {
    result.map_err(|error| {
        let text = error.to_string();
        let lines = text.lines().map(str::trim);
        let lines = lines.take_while(|it| !it.starts_with("(Session info"));
        lines.collect::<Vec<_>>().join(" ")
    })
}
