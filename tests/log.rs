//! Section 4: Lista dei Log.

mod support;
use serde_json::{Value, json};
use support::*;

/// Returns these rows for the log from the next page on, and records the requests in `asked`.
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

/// A row in the proxy's format.
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

#[test]
fn the_log_says_who_did_what_and_what_was_rejected_on_arrival() {
    e2e(async |t| {
        let changed = json!({ "user": "anna", "settings": "description,api_key,orders_on" });
        let tested = json!({ "user": "anna", "outcome": "key_rejected" });
        log_of(
            t,
            &[
                entry("info", "account_changed", &changed),
                entry("info", "connection_tested", &tested),
                entry("info", "account_disabled", &json!({ "user": "mario" })),
                entry("info", "retried", &json!({ "user": "mario", "items": "3" })),
                entry(
                    "warning",
                    "order_rejected",
                    &json!({ "number": "1042", "rejection": "total" }),
                ),
                entry(
                    "warning",
                    "cart_rejected",
                    &json!({ "id": "", "rejection": "unreadable" }),
                ),
            ],
        )
        .await;
        t.open("/log").await;
        for sentence in [
            "anna ha modificato l'account: Descrizione, API Key, Abilita Ordini = Sì.",
            "anna ha eseguito Test Connessione: Chiave rifiutata.",
            "mario ha disattivato l'account.",
            "Di nuovo in attesa di invio: 3. (mario)",
            "Ordine 1042 rifiutato all'arrivo, non verrà inviato. Il totale manca o non è un \
             importo. Correggilo sul sito",
            "Carrello senza numero rifiutato all'arrivo, non verrà inviato. I dati arrivati dal \
             sito non si possono leggere. Segnala il problema a chi gestisce il sito",
        ] {
            t.row(sentence).appears().await;
        }
    });
}

#[test]
fn messaggio_is_filtered_by_its_sentence_and_by_what_it_names() {
    e2e(async |t| {
        let sent = json!({ "orders": "3", "carts": "1" });
        log_of(t, &[entry("info", "sent", &sent)]).await;
        t.open("/log").await;
        t.row("Dati inviati ad ActiveCampaign (ordini: 3, carrelli: 1).")
            .appears()
            .await;
        t.button("Filtra per Messaggio").click().await;
        for (typed, text, code) in [
            // A part of a message in the merchant's language, case-insensitive.
            (" È RIPRESO", "È RIPRESO", json!("resumed")),
            ("ordini:", "ordini:", json!("sent")),
            // The number of an order is a parameter, not part of a message.
            ("1042", "1042", Value::Null),
        ] {
            t.field("Filtra per Messaggio").fill(typed).await;
            let asked = format!("return window.asked.text === {text:?}");
            t.becomes_true("the text is asked for", &asked).await;
            assert_eq!(t.script("return window.asked.code ?? null").await, code);
        }
        t.button("Togli il filtro da Messaggio").click().await;
        t.becomes_true(
            "everything is asked for",
            "return !('text' in window.asked) && !('code' in window.asked)",
        )
        .await;
    });
}
