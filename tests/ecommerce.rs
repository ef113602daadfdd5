//! Section 3: Ecommerce.

mod support;
use serde_json::json;
use support::*;

const UNIFIED: &str = "Gestione Carrello al Login = Gestione Unificata";

#[test]
fn ecommerce_is_in_the_page_only_once_the_account_has_been_saved() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.heading("Ecommerce").disappears().await;
        t.field("Abilita Ordini").disappears().await;
        t.button("Salva").click().await;
        t.heading("Ecommerce").appears().await;
        t.field("Abilita Ordini").is_off().await;
        t.field("Abilita Carrelli Abbandonati").is_off().await;
    });
}

#[test]
fn the_new_section_is_announced_and_the_focus_stays_where_it_was() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.field("API Key").focus().await;
        t.press_with(Key::Control, 's').await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        // The key field was replaced by the stored key; the focus stays.
        t.field("API Key").has_focus().await;

        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").focus().await;
        t.press(Key::Enter).await;
        t.heading("Dati Account – Bottega").appears().await;
        t.button("Salva").has_focus().await;
    });
}

#[test]
fn abilita_ordini_every_order_is_sent_at_once_with_lines_totals_and_the_billing_person() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        let orders = t.field("Abilita Ordini");
        for part in [
            "Ogni ordine del sito viene inviato subito",
            "righe e totali",
            "nome, cognome ed e-mail della persona indicata nei dati di fatturazione",
        ] {
            orders.has_description(part).await;
        }
        orders.click().await;
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        let chosen = json!({ "orders": true, "abandoned_carts": false });
        assert_eq!(t.stack.accounts()[0]["ecommerce"], chosen);
        t.reload().await;
        orders.is_on().await;
        t.field("Abilita Carrelli Abbandonati").is_off().await;
    });
}

#[test]
fn abilita_carrelli_abbandonati_when_whose_and_with_what() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        let carts = t.field("Abilita Carrelli Abbandonati");
        for part in [
            // … when a synchronisation ends, not when the carts are abandoned.
            "al termine di una sincronizzazione tra sito e gestionale (totale o delle sole variazioni)",
            "non quando nascono",
            // Only carts of registered users with an e-mail address.
            "solo quelli di utenti registrati con un indirizzo e-mail",
            // Each cart contains first name, last name, e-mail and the recovery URL.
            "nome, cognome, e-mail e il link che riapre proprio quel carrello",
        ] {
            carts.has_description(part).await;
        }
        carts.click().await;
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        let chosen = json!({ "orders": false, "abandoned_carts": true });
        assert_eq!(t.stack.accounts()[0]["ecommerce"], chosen);
    });
}

#[test]
fn si_or_no_stands_beside_each_choice() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        let said = t.css(".switch").first();
        said.has_text("No").await;
        t.field("Abilita Ordini").focus().await;
        t.press(' ').await;
        said.has_text("Sì").await;
        t.text("Ci sono modifiche non salvate.").appears().await;
        t.press(' ').await;
        said.has_text("No").await;
        t.text("Ci sono modifiche non salvate.").disappears().await;
    });
}

#[test]
fn the_section_warns_that_with_gestione_unificata_links_open_the_current_cart() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        // The host does not send the setting: the warning is conditional.
        t.open_account(&id).await;
        t.text(&format!("Se il sito usa {UNIFIED}")).appears().await;
        t.text("il link di recupero apre il carrello attuale dell'utente, non quello abbandonato")
            .appears()
            .await;
    });
}

#[test]
fn the_host_may_tell_which_setting_the_site_has_then_the_warning_shows_only_where_it_applies() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.demo_session(&json!({ "unified_cart": true })).await;
        t.open_account(&id).await;
        t.text(&format!("Il sito usa {UNIFIED}")).appears().await;
        t.text("Se il sito usa").disappears().await;

        t.demo_session(&json!({ "unified_cart": false })).await;
        t.open_account(&id).await;
        t.text(UNIFIED).disappears().await;
    });
}

#[test]
fn how_people_are_matched_is_explained() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        let people = t.text("Le persone si riconoscono dall'e-mail.");
        for part in [
            "Di un contatto già presente vengono aggiornati nome e cognome",
            "uno nuovo viene creato con il tag «Passweb Integration -- customer», senza liste e senza consensi di marketing",
            "Liste e consensi esistenti non vengono mai toccati",
        ] {
            people.contains(part).await;
        }
    });
}
