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

#[test]
fn the_details_say_what_to_do_and_the_code() {
    e2e(async |t| {
        let refused = json!({ "number": "1042", "reason": "email_refused" });
        log_of(
            t,
            &[
                entry("error", "order_refused", &refused),
                entry("error", "key_rejected", &json!({})),
            ],
        )
        .await;
        t.open("/log").await;
        t.row("Ordine 1042").css(".lens").click().await;
        let details = t.dialog("Dettagli");
        for text in [
            "Ordine 1042 rifiutato da ActiveCampaign",
            "ActiveCampaign non accetta l'indirizzo e-mail. Correggi l'e-mail del cliente sul sito",
            "order_refused",
        ] {
            details.contains(text).await;
        }
        t.is_accessible("details of a row").await;
        details.button("Chiudi").click().await;
        t.row("rifiuta la chiave").css(".lens").click().await;
        details
            .contains("sostituisci API Key, salva ed esegui Test Connessione")
            .await;
        details.contains("key_rejected").await;
    });
}
