//! Common steps of the tests.

use std::panic::Location;

use serde_json::{Value, json};

use super::browser::Browser;
use super::eventually::eventually_at;
use super::find::Find;
use super::locator::Locator;

/// A key in ActiveCampaign's format; the sandbox accepts it. Ends with `cdef`.
pub const KEY: &str = "5e1f0a9c3b7d2468ace013579bdf5e1f0a9c3b7d2468ace013579bdf0123456789abcdef";
/// Another key. Ends with `4321`.
pub const OTHER_KEY: &str =
    "aa00bb11cc22dd33ee44ff5566778899aa00bb11cc22dd33ee44ff556677889987654321";

impl Browser {
    /// Opens *Dati Account* for a new account and selects ActiveCampaign.
    pub async fn open_new_account(&self) {
        self.open("/accounts/new").await;
        self.field("Piattaforma").choose("ActiveCampaign").await;
        self.heading("Credenziali").appears().await;
    }

    /// Fills in a new account without saving it.
    pub async fn fill_in_account(&self, description: &str, account_name: &str, key: &str) {
        self.open_new_account().await;
        self.field("Descrizione").fill(description).await;
        self.field("Nome Account").fill(account_name).await;
        self.field("API Key").fill(key).await;
    }

    /// Opens *Dati Account* of a saved account.
    pub async fn open_account(&self, id: &str) {
        self.open(&format!("/accounts/{id}")).await;
        self.heading("Ecommerce").appears().await;
    }

    /// Sets the value of a date field (`2024-01-31`, or empty), in whatever order of day, month and
    /// year the browser would take it from the keyboard.
    pub async fn set_day(&self, selector: &str, day: &str) {
        let set = format!(
            "const it = document.querySelector('{selector}');
            it.value = '{day}';
            it.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        );
        self.script(&set).await;
    }

    /// The current page has this path (and query).
    #[track_caller]
    pub fn path_becomes(&self, expected: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            eventually_at(at, "another page is open", async || {
                match self.path().await {
                    path if path == expected => Ok(()),
                    path => Err(format!("expected {expected}, found {path}")),
                }
            })
            .await
        }
    }

    /// The focused element, as a screen reader announces it, is `expected`: `button "Salva"`.
    #[track_caller]
    pub fn focus_is(&self, expected: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            eventually_at(at, "the focus is elsewhere", async || {
                match self.focused().await {
                    focused if focused == expected => Ok(()),
                    focused => Err(format!("expected {expected}, found {focused}")),
                }
            })
            .await
        }
    }

    /// An element of the page has the focus, so a keyboard user has not lost their place.
    #[track_caller]
    pub fn focus_is_somewhere(&self) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            let lost = "return document.activeElement === null \
                    || document.activeElement === document.body";
            eventually_at(at, "the focus is lost", async || {
                match self.script(lost).await {
                    Value::Bool(false) => Ok(()),
                    _ => Err("it is on the page itself"),
                }
            })
            .await
        }
    }

    /// Waits until a script returns `true`.
    #[track_caller]
    pub fn becomes_true(&self, what: &str, script: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            eventually_at(at, what, async || match self.script(script).await {
                Value::Bool(true) => Ok(()),
                other => Err(format!("it returns {other}")),
            })
            .await
        }
    }

    /// The page is not wider than the viewport.
    pub async fn has_no_horizontal_scrolling(&self, state: &str) {
        let widths = "const it = document.scrollingElement;
            return [it.scrollWidth, innerWidth, [...document.querySelectorAll('body *')]
                .filter((it) => it.getBoundingClientRect().right > innerWidth
                    && !it.matches('.visually-hidden, .visually-hidden *'))
                .map((it) => it.outerHTML.slice(0, 90))]";
        let found = self.script(widths).await;
        assert!(
            found[0].as_u64() <= found[1].as_u64(),
            "{state} scrolls sideways: {found:#}"
        );
    }

    /// The texts of a column of the grid, top to bottom.
    pub async fn column(&self, number: usize) -> Vec<String> {
        let cells = format!(
            "return [...document.querySelectorAll('tbody td:nth-child({number})')]
                .map((it) => it.textContent.trim())"
        );
        let cells = self.script(&cells).await;
        let cells = cells.as_array().into_iter().flatten();
        cells.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// A column of the grid has these texts, top to bottom.
    #[track_caller]
    pub fn column_becomes(&self, number: usize, expected: &[&str]) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            eventually_at(at, "the column is another", async || {
                match self.column(number).await {
                    found if found == expected => Ok(()),
                    found => Err(format!("expected {expected:?}, found {found:?}")),
                }
            })
            .await
        }
    }

    /// The toolbar above the grid.
    #[track_caller]
    pub fn toolbar(&self) -> Locator {
        self.region("Azioni sull'account selezionato")
    }
}

/// An account in the proxy's format, for [`Browser::list_of`].
pub fn account(id: u8, description: &str) -> Value {
    json!({
        "id": format!("0198f000-0000-7000-8000-0000000000{id:02}"),
        "description": description,
        "platform": "activecampaign",
        "account_name": "negozio",
        "api_key": { "stored": true, "last4": "cdef" },
        "enabled": true,
        "ecommerce": { "orders": false, "abandoned_carts": false },
        "last_test": null,
        "created_at": "2026-01-01T10:00:00Z",
        "updated_at": "2026-01-01T10:00:00Z",
    })
}

/// Replaces the value of a field.
pub fn with(mut account: Value, field: &str, value: Value) -> Value {
    account[field] = value;
    account
}

/// A test with this outcome at this time.
pub fn tested(outcome: &str, at: &str) -> Value {
    json!({ "outcome": outcome, "at": at, "duration_ms": 420, "stale": false })
}
