//! Section 4: Lista dei Log.

mod support;
use serde_json::{Value, json};
use support::*;

/// Answers the log with these rows from the next page on, and keeps what was asked for in `asked`.
async fn log_of(t: &Test, entries: &[Value]) {
    let page = json!({ "entries": entries, "total": entries.len() });
    t.intercept(&format!(
        "({{ path, request }}) => {{
            if (path !== '/api/v1/log') return;
            window.asked = Object.fromEntries(new URL(request.url).searchParams);
            return Response.json({page});
        }}"
    ))
    .await;
}

/// A row as the proxy writes it.
fn entry(kind: &str, code: &str, params: &Value) -> Value {
    json!({
        "id": code, "created_at": "2026-11-20T10:00:00Z", "kind": kind, "code": code,
        "params": params, "account_id": null, "account_description": "Negozio", "details": null,
    })
}

#[test]
fn how_many_there_are_is_not_said_before_it_is_known() {
    e2e(async |t| {
        t.intercept(
            "({ path, send, request }) => path === '/api/v1/log'
                && new Promise((go) => { window.letItGo = go }).then(() => send(request))",
        )
        .await;
        t.open("/log").await;
        t.becomes_true("the log is asked for", "return !!window.letItGo")
            .await;
        t.text("Log trovati").disappears().await;
        t.script("window.letItGo()").await;
        t.status("Log trovati: 0").appears().await;
    });
}
