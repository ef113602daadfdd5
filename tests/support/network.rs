//! Intercepts the page's requests.

use serde_json::{Value, json};

use super::browser::Browser;

/// Wraps `fetch` and calls every rule, newest first; a rule that returns nothing passes the request
/// on to the next rule.
const RULES: &str = "
    if (!window.rulesOfTest) {
        const send = window.fetch.bind(window);
        window.rulesOfTest = [];
        window.fetch = async (input, init) => {
            const request = new Request(input, init);
            const { method } = request;
            const path = new URL(request.url).pathname;
            for (const rule of window.rulesOfTest) {
                const answer = await rule({ method, path, request, send });
                if (answer) return answer;
            }
            return send(request);
        };
    }
";

/// Fails like an unreachable network.
pub const LOST: &str = "Promise.reject(new TypeError('Failed to fetch'))";

impl Browser {
    /// Runs a script before all others in every page from now on.
    pub async fn on_every_page(&self, script: &str) {
        let parameters = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", parameters)
            .await;
    }

    /// Sets the options of the demo session from the next page on: `{ "lang": "en" }`, `{
    /// "modules": [] }`.
    pub async fn demo_session(&self, wishes: &Value) {
        // The page contains a token with default options.
        self.knows_nothing_first().await;
        self.intercept(&format!(
            "({{ path, send }}) => path === '/demo/token' && send(path, {{
                method: 'POST',
                headers: {{ 'content-type': 'application/json' }},
                body: JSON.stringify({wishes}),
            }})"
        ))
        .await;
    }

    /// From the next page on the panel finds no boot data in the page and must request it.
    pub async fn knows_nothing_first(&self) {
        self.on_every_page(
            "new MutationObserver(() => document.getElementById('boot-data')?.remove())
                .observe(document, { childList: true, subtree: true })",
        )
        .await;
    }

    /// From the next page on a rule in JavaScript answers requests: `({ method, path, request, send
    /// }) => Response`, or nothing to pass a request on.
    pub async fn intercept(&self, rule: &str) {
        self.on_every_page(&rule_script(rule)).await;
    }

    /// As [`intercept`](Self::intercept), for the current page.
    pub async fn intercept_here(&self, rule: &str) {
        self.script(&rule_script(rule)).await;
    }

    /// Removes the rules of the current page.
    pub async fn let_pass(&self) {
        self.script("window.rulesOfTest = window.rulesOfTest ?? []; window.rulesOfTest.length = 0")
            .await;
    }

    /// Makes the list show these accounts, whatever the proxy stores: a site can have only one.
    pub async fn list_of(&self, accounts: &[Value]) {
        let accounts = json!({ "accounts": accounts });
        self.intercept(&format!(
            "async ({{ method, path, request, send }}) => {{
                if (method !== 'GET') return;
                if (path === '/api/v1/accounts') return Response.json({accounts});
                if (path !== '/api/v1/first-view') return;
                const answer = await send(request);
                return Response.json({{ ...await answer.json(), accounts: {accounts} }});
            }}"
        ))
        .await;
    }
}

fn rule_script(rule: &str) -> String {
    format!("{RULES}\nwindow.rulesOfTest.unshift({rule});")
}
