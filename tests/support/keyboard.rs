//! Keyboard input to the focused element.

use serde_json::json;
use thirtyfour::Key;

use super::browser::Browser;
use super::lookup;

impl Browser {
    /// Presses a key, such as `Key::Tab`, `Key::Enter` or `'a'`.
    pub async fn press(&self, key: impl Into<char>) {
        let keys = self.driver().action_chain().send_keys(key.into());
        keys.perform().await.expect("a key can be pressed");
    }

    /// Presses a key with a modifier: `t.press_with(Key::Control, 's')`.
    pub async fn press_with(&self, held: Key, key: impl Into<char>) {
        let held = char::from(held);
        let keys = self.driver().action_chain().key_down(held);
        let keys = keys.send_keys(key.into()).key_up(held);
        keys.perform().await.expect("a key can be pressed");
    }

    /// Types text, key by key.
    pub async fn type_text(&self, text: &str) {
        let keys = self.driver().action_chain().send_keys(text);
        keys.perform().await.expect("keys can be pressed");
    }

    /// Presses Tab until the element has the focus, given as a screen reader announces it.
    pub async fn tab_to(&self, wanted: &str) {
        self.walk_to(wanted, false).await;
    }

    /// Presses Shift+Tab until the element has the focus.
    pub async fn tab_back_to(&self, wanted: &str) {
        self.walk_to(wanted, true).await;
    }

    async fn walk_to(&self, wanted: &str, back: bool) {
        let mut passed = vec![self.focused().await];
        while passed.last().is_none_or(|it| it != wanted) {
            assert!(
                passed.len() < 40,
                "{wanted} is not reached, but {passed:#?}"
            );
            if back {
                self.press_with(Key::Shift, Key::Tab).await;
            } else {
                self.press(Key::Tab).await;
            }
            passed.push(self.focused().await);
        }
    }

    /// The focused element as a screen reader announces it: `button "Salva"`.
    pub async fn focused(&self) -> String {
        let focused = json!({ "expression": "document.activeElement" });
        let focused = self.devtools("Runtime.evaluate", focused).await;
        let node = json!({ "objectId": focused["result"]["objectId"], "fetchRelatives": false });
        let tree = self.devtools("Accessibility.getPartialAXTree", node).await;
        lookup::described(&tree["nodes"][0])
    }
}
