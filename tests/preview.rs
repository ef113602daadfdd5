//! Section 3: *Che cosa viene inviato*, before anything is sent.

mod support;
use serde_json::json;
use support::*;

/// Opens the preview of a new account that sends nothing yet.
async fn open_preview(t: &Test) {
    let id = t.stack.add_account("Negozio", "negozio");
    t.open_account(&id).await;
    t.text("Che cosa viene inviato").click().await;
}

/// The preview's text contains a part.
async fn shows(t: &Test, part: &str) {
    t.css(".preview").contains(part).await;
}

#[test]
fn before_an_order_arrives_an_example_shows_what_is_sent() {
    e2e(async |t| {
        open_preview(t).await;
        shows(t, "questo è un esempio").await;
        for part in [
            "anna.rossi@example.com",
            "Passweb Integration -- customer",
            "Liste nessuna",
            "2 × T-shirt, 16,35 € l'uno",
            "adattato: arrotondato",
            "Totale 72,90 €",
        ] {
            shows(t, part).await;
        }
        // The same order, field by field, in cents.
        shows(t, "POST /api/3/ecomOrders").await;
        shows(t, "\"totalPrice\": 7290").await;
        for width in [1280, 320] {
            t.viewport(width, 800).await;
            t.has_no_horizontal_scrolling("the preview").await;
            t.is_accessible("the preview").await;
        }
    });
}

#[test]
fn with_abilita_ordini_off_the_next_order_is_shown_and_nothing_is_sent() {
    e2e(async |t| {
        open_preview(t).await;
        shows(t, "questo è un esempio").await;
        t.text("L'invio degli ordini è spento: ad ActiveCampaign non viene inviato nulla.")
            .appears()
            .await;
        let handed_over = t.stack.order("1080", "bruno@example.com");
        assert_eq!(handed_over.body["ignored"], 1, "{handed_over:?}");
        t.status("Questo è l'ultimo ordine arrivato dal sito: ")
            .appears()
            .await;
        shows(t, "Numero 1080").await;
        shows(t, "bruno@example.com").await;
        shows(t, "Totale 12,90 €").await;
        let held = t.stack.holdings("negozio");
        assert_eq!(held["orders"], json!([]), "{held}");
        assert_eq!(held["contacts"], json!([]), "{held}");
        t.is_accessible("the preview of an order").await;
    });
}
