//! The first visit of a merchant, from an empty list to a deleted account.

mod support;
use support::*;

/// A key in ActiveCampaign's format; the sandbox accepts it.
const KEY: &str = "5e1f0a9c3b7d2468ace013579bdf5e1f0a9c3b7d2468ace013579bdf0123456789abcdef";

/// Fills in and saves *Dati Account*; returns what the proxy stores.
async fn add_account(t: &Test, description: &str, account_name: &str) {
    t.open("/accounts/new").await;
    t.field("Descrizione").fill(description).await;
    t.field("Piattaforma").choose("ActiveCampaign").await;
    t.field("Nome Account").fill(account_name).await;
    t.field("API Key").fill(KEY).await;
    t.button("Salva").click().await;
    t.heading("Ecommerce").appears().await;
}

#[test]
fn an_empty_list_explains_what_an_account_is_and_offers_to_add_one() {
    e2e(async |t| {
        t.open("/").await;
        t.heading("Lista degli Account").appears().await;
        t.text("Un account collega questo sito a una piattaforma di marketing")
            .appears()
            .await;
        t.region("Azioni sull'account selezionato")
            .button("Aggiungi Account")
            .is_enabled()
            .await;
        t.button("Elimina Account").is_disabled().await;
        t.button("Modifica Account").is_disabled().await;
        t.button("Disattiva Account").is_disabled().await;
    });
}

#[test]
fn credentials_come_with_activecampaign_and_keep_what_was_typed() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.heading("Generale").appears().await;
        t.heading("Credenziali").disappears().await;
        t.field("Piattaforma").choose("ActiveCampaign").await;
        t.field("Nome Account").fill("negozio").await;
        t.field("API Key").fill(KEY).await;
        t.field("Piattaforma").choose("Telegram").await;
        t.heading("Credenziali").disappears().await;
        t.text("Telegram non si configura ancora da questa pagina.")
            .appears()
            .await;
        t.field("Piattaforma").choose("ActiveCampaign").await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key").has_value(KEY).await;
    });
}

#[test]
fn a_pasted_url_a_saved_account_a_test_and_the_choices_of_ecommerce() {
    e2e(async |t| {
        t.open("/").await;
        t.region("Azioni sull'account selezionato")
            .button("Aggiungi Account")
            .click()
            .await;
        t.field("Descrizione").fill("Il mio negozio").await;
        t.field("Piattaforma").choose("ActiveCampaign").await;
        t.field("Nome Account")
            .paste("  HTTPS://Negozio1617.api-us1.com/ ")
            .await;
        t.field("Nome Account").has_value("negozio1617").await;
        t.text("Nome preso dall'indirizzo incollato: negozio1617")
            .appears()
            .await;
        t.field("API Key").paste(KEY).await;
        t.button("Test Connessione").is_disabled().await;
        t.text("Per il test salva prima l'account.").appears().await;

        t.button("Salva").click().await;
        t.heading("Ecommerce").appears().await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;

        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.status("Dati Ecommerce consentiti: sì").appears().await;

        t.field("Abilita Ordini").click().await;
        t.field("Abilita Carrelli Abbandonati").click().await;
        t.text("Ci sono modifiche non salvate.").appears().await;
        t.button("Test Connessione").is_disabled().await;
        t.button("Salva").click().await;
        t.status("Account salvato.").appears().await;

        t.button("Indietro").click().await;
        t.row("Il mio negozio").contains("ActiveCampaign").await;
        t.row("Il mio negozio").contains("Invio attivo").await;
        t.row("Il mio negozio")
            .contains("Connessione riuscita")
            .await;
        t.text("Account trovati: 1").appears().await;

        t.row("Il mio negozio").double_click().await;
        t.field("Abilita Ordini").is_on().await;
        t.field("Abilita Carrelli Abbandonati").is_on().await;
    });
}

#[test]
fn an_account_is_changed_and_after_a_question_deleted() {
    e2e(async |t| {
        add_account(t, "Negozio", "negozio").await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        t.button("Indietro").click().await;

        t.row("Bottega").click().await;
        t.button("Elimina Account").click().await;
        let question = t.dialog("Eliminare Bottega?");
        question
            .text("In ActiveCampaign non viene eliminato nulla.")
            .appears()
            .await;
        question.button("Annulla").click().await;
        question.disappears().await;
        t.row("Bottega").appears().await;

        t.button("Elimina Account").click().await;
        question.button("Elimina").click().await;
        t.status("Bottega è stato eliminato.").appears().await;
        t.heading("Nessun account configurato").appears().await;
    });
}

#[test]
fn a_second_activecampaign_account_is_prevented_with_a_link_to_the_first() {
    e2e(async |t| {
        add_account(t, "Negozio", "negozio").await;
        t.open("/accounts/new").await;
        t.text("Un sito può avere un solo account ActiveCampaign")
            .appears()
            .await;
        let choice = t.css("option[value=activecampaign]");
        choice.has_text("ActiveCampaign – già configurata").await;
        choice.is_disabled().await;
        t.link("Apri Negozio").click().await;
        t.field("Nome Account").has_value("negozio").await;
    });
}

#[test]
fn all_is_still_there_after_everything_was_stopped_and_started_again() {
    e2e(async |t| {
        add_account(t, "Negozio", "negozio").await;
        t.stack.restart();
        t.open("/").await;
        t.row("Negozio").double_click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
    });
}
