//! What the page's requests meet on their way.

use serde_json::{Value, json};

use super::browser::Browser;

/// Puts itself in front of `fetch` and asks every rule, the newest first; a rule that returns
/// nothing leaves the request to the next one.
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

/// Refuses like a network that is gone.
pub const LOST: &str = "Promise.reject(new TypeError('Failed to fetch'))";

impl Browser {
    /// Runs a script before anything else in every page that opens from now on.
    pub async fn on_every_page(&self, script: &str) {
        let parameters = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", parameters)
            .await;
    }

    /// What a demo session says from the next page on: `{ "lang": "en" }`, `{ "modules": [] }`.
    pub async fn demo_session(&self, wishes: &Value) {
        // The page brings a token without wishes along.
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

    /// From the next page on the panel has to ask for what the page would tell it.
    pub async fn knows_nothing_first(&self) {
        self.on_every_page(
            "new MutationObserver(() => document.getElementById('boot-data')?.remove())
                .observe(document, { childList: true, subtree: true })",
        )
        .await;
    }

    /// Answers requests with a rule in JavaScript from the next page on:
    /// `({ method, path, request, send }) => Response`, or nothing to let it pass.
    pub async fn intercept(&self, rule: &str) {
        self.on_every_page(&rule_script(rule)).await;
    }

    /// The same for the page that is open.
    pub async fn intercept_here(&self, rule: &str) {
        self.script(&rule_script(rule)).await;
    }

    /// Forgets the rules of the page that is open.
    pub async fn let_pass(&self) {
        self.script("window.rulesOfTest = window.rulesOfTest ?? []; window.rulesOfTest.length = 0")
            .await;
    }

    /// The list shows these accounts, whatever the proxy has: a site can have one only.
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
