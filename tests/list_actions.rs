//! Section 1: actions on an account in Lista degli Account.

mod support;
use serde_json::json;
use support::*;

#[test]
fn an_empty_list_explains_what_an_account_is_and_offers_aggiungi_account() {
    e2e(async |t| {
        t.open("/").await;
        t.heading("Nessun account configurato").appears().await;
        t.text("Un account collega questo sito a una piattaforma di marketing")
            .appears()
            .await;
        t.css(".empty").button("Aggiungi Account").click().await;
        t.path_becomes("/accounts/new").await;
    });
}

#[test]
fn elimina_asks_first_naming_the_account_and_what_is_lost() {
    e2e(async |t| {
        t.stack.add_account("Negozio di Piazza", "negozio");
        t.open("/").await;
        t.row("Negozio di Piazza").click().await;
        t.button("Elimina Account").click().await;
        let question = t.dialog("Eliminare Negozio di Piazza?");
        question
            .text("Vanno perse le sue impostazioni (credenziali comprese)")
            .appears()
            .await;
        question
            .text("i dati ancora in attesa di invio")
            .appears()
            .await;
        question.button("Annulla").has_focus().await;
        t.press(Key::Escape).await;
        question.disappears().await;
        t.focus_is(r#"button "Elimina Account""#).await;
        assert_eq!(t.stack.accounts().len(), 1);

        t.button("Elimina Account").click().await;
        question.button("Elimina").click().await;
        t.status("Negozio di Piazza è stato eliminato.")
            .appears()
            .await;
        t.heading("Nessun account configurato").appears().await;
        assert_eq!(t.stack.accounts().len(), 0);
    });
}

#[test]
fn a_deleted_account_comes_back_from_the_pop_up_and_from_the_list() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        let delete = async || {
            t.row("Negozio").click().await;
            t.button("Elimina Account").click().await;
            let question = t.dialog("Eliminare Negozio?");
            question.text("per 24 ore puoi annullare").appears().await;
            question.button("Elimina").click().await;
            t.heading("Nessun account configurato").appears().await;
        };
        delete().await;
        t.css(".popup").button("Annulla").click().await;
        t.status("Negozio è di nuovo nella lista").appears().await;
        t.row("Negozio").appears().await;
        t.css(".deleted").disappears().await;

        delete().await;
        // The line lasts longer than the pop-up, and than the page.
        t.reload().await;
        let line = t.css(".deleted li");
        line.contains("Negozio eliminato alle ").await;
        line.contains(", recuperabile fino al ").await;
        t.button("Annulla l'eliminazione di Negozio").click().await;
        t.row("Negozio").appears().await;
        t.focus_is_somewhere().await;
        t.row("Negozio").double_click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
    });
}

#[test]
fn an_account_that_was_replaced_says_what_to_do_before_it_can_come_back() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        t.stack.add_account("Bottega", "bottega");
        t.open("/").await;
        let line = t.css(".deleted li");
        line.contains("elimina prima l'account che ha preso il suo posto")
            .await;
        t.button("Annulla l'eliminazione di Negozio")
            .has_count(0)
            .await;
    });
}

#[test]
fn it_never_deletes_anything_inside_activecampaign() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Elimina Account").click().await;
        let question = t.dialog("Eliminare Negozio?");
        question
            .text("In ActiveCampaign non viene eliminato nulla.")
            .appears()
            .await;
        question.button("Elimina").click().await;
        t.heading("Nessun account configurato").appears().await;
        assert_eq!(t.stack.calls("negozio")["total"], 0);
    });
}

#[test]
fn disattiva_switches_an_integration_off_without_losing_its_settings() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.change_account(&id, |account| {
            account["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
        });
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Disattiva Account").click().await;
        t.dialog("Disattivare Negozio?")
            .button("Disattiva")
            .click()
            .await;
        t.row("Negozio").contains("Disattivato").await;
        // The row stays selected.
        t.button("Attiva Account").is_enabled().await;

        t.row("Negozio").double_click().await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
        t.field("Abilita Ordini").is_on().await;
        t.field("Abilita Carrelli Abbandonati").is_on().await;

        t.button("Indietro").click().await;
        t.row("Negozio").click().await;
        t.button("Attiva Account").click().await;
        t.status("Negozio è attivo.").appears().await;
        t.button("Disattiva Account").is_enabled().await;
    });
}

#[test]
fn data_that_arrives_while_it_is_off_is_not_sent_and_the_page_says_so_before_and_after() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Disattiva Account").click().await;
        let question = t.dialog("Disattivare Negozio?");
        question
            .text("mentre l'account è disattivato non vengono inviati, nemmeno dopo averlo riattivato")
            .appears()
            .await;
        question.button("Annulla").click().await;
        question.disappears().await;
        assert_eq!(t.stack.accounts()[0]["enabled"], true);

        t.button("Disattiva Account").click().await;
        question.button("Disattiva").click().await;
        t.status("i dati che arrivano finché resta così non vengono inviati")
            .appears()
            .await;
        t.row("Negozio").double_click().await;
        t.text("L'account è disattivato: i dati che arrivano non vengono inviati.")
            .appears()
            .await;
    });
}

#[test]
fn an_account_that_somebody_else_deleted_meanwhile_is_said_to_be_gone() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        t.button("Disattiva Account").click().await;
        t.dialog("Disattivare Negozio?")
            .button("Disattiva")
            .click()
            .await;
        t.status("Questo account non esiste più.").appears().await;
        t.heading("Nessun account configurato").appears().await;
    });
}
