//! Section 2: only one ActiveCampaign account per site, and concurrent edits.

mod support;
use serde_json::json;
use support::*;

#[test]
fn the_second_is_prevented_the_platform_is_shown_as_already_configured_with_a_link() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/accounts/new").await;
        let choice = t.css("option[value=activecampaign]");
        choice.has_text("ActiveCampaign – già configurata").await;
        choice.is_disabled().await;
        t.field("Piattaforma")
            .has_description("Un sito può avere un solo account ActiveCampaign")
            .await;
        t.link("Apri Negozio").click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.field("Nome Account").has_value("negozio").await;
        t.focus_is(r#"heading "Dati Account – Negozio""#).await;
    });
}

#[test]
fn two_people_saving_at_the_same_moment_one_wins_the_other_is_told() {
    e2e(async |t| {
        let other = t.another_browser().await;
        t.fill_in_account("Primo", "primo", KEY).await;
        other.fill_in_account("Secondo", "secondo", OTHER_KEY).await;
        let (first, second) = (t.button("Salva"), other.button("Salva"));
        tokio::join!(first.click(), second.click());

        let won = eventually("one of them wins", async || {
            let won = [
                t.heading("Ecommerce").count().await,
                other.heading("Ecommerce").count().await,
            ];
            match won {
                [1, 0] => Ok(true),
                [0, 1] => Ok(false),
                _ => Err(format!("{won:?}")),
            }
        })
        .await;
        let told = if won { &other } else { &**t };
        told.text("Un sito può avere un solo account ActiveCampaign, ed è già configurato.")
            .first()
            .appears()
            .await;
        // The same message and link as for later visitors; the input is kept.
        told.css("option[value=activecampaign]")
            .has_text("ActiveCampaign – già configurata")
            .await;
        let (name, typed) = if won {
            ("Primo", "secondo")
        } else {
            ("Secondo", "primo")
        };
        told.field("Nome Account").has_value(typed).await;
        told.link(&format!("Apri {name}")).appears().await;
        told.link("Apri l'account già configurato").appears().await;
        assert_eq!(t.stack.accounts().len(), 1);
        other.forget_problems().await;
    });
}

#[test]
fn whoever_was_told_can_open_the_account_that_won() {
    e2e(async |t| {
        t.fill_in_account("Secondo", "secondo", KEY).await;
        let id = t.stack.add_account("Primo", "primo");
        t.button("Salva").click().await;
        t.link("Apri l'account già configurato").click().await;
        t.dialog("Uscire senza salvare?")
            .button("Esci senza salvare")
            .click()
            .await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.field("Nome Account").has_value("primo").await;
    });
}

/// A save conflict: the second of two users sees the dialog.
async fn conflict(t: &Test) -> (String, Locator) {
    let id = t.stack.add_account("Negozio", "negozio");
    t.open_account(&id).await;
    t.field("Descrizione").fill("Mia").await;
    t.field("Abilita Ordini").click().await;
    t.stack.change_account(&id, |account| {
        account["description"] = json!("Sua");
        account["ecommerce"]["abandoned_carts"] = json!(true);
    });
    t.button("Salva").click().await;
    let question = t.dialog("L'account è cambiato nel frattempo");
    question.appears().await;
    (id, question)
}

#[test]
fn the_second_to_save_is_shown_what_changed_and_nothing_is_overwritten_in_silence() {
    e2e(async |t| {
        let (_, question) = conflict(t).await;
        let row = |name: &str| question.row(name);
        row("Descrizione").has_text("Descrizione Sua Mia").await;
        // Fields that only one user changed need no choice.
        question.row("Abilita Ordini").disappears().await;
        question
            .text("Restano anche le modifiche dell'altro utente a: Abilita Carrelli Abbandonati.")
            .appears()
            .await;
        question.text("Nome Account").disappears().await;
        assert_eq!(t.stack.accounts()[0]["description"], "Sua");

        // Closing the dialog changes nothing on either side.
        t.press(Key::Escape).await;
        question.disappears().await;
        t.field("Descrizione").has_value("Mia").await;
        assert_eq!(t.stack.accounts()[0]["description"], "Sua");
        t.button("Salva").click().await;
        question.appears().await;
    });
}

#[test]
fn the_second_may_take_what_was_saved() {
    e2e(async |t| {
        let (_, question) = conflict(t).await;
        question.button("Scarta i miei valori").click().await;
        question.disappears().await;
        t.field("Descrizione").has_value("Sua").await;
        t.field("Abilita Ordini").is_off().await;
        t.field("Abilita Carrelli Abbandonati").is_on().await;
        t.text("Ci sono modifiche non salvate.").disappears().await;
        t.field("Descrizione").fill("Dopo").await;
        t.button("Salva").click().await;
        t.heading("Dati Account – Dopo").appears().await;
    });
}

#[test]
fn the_second_may_keep_their_own() {
    e2e(async |t| {
        let (_, question) = conflict(t).await;
        question.button("Salva con queste scelte").click().await;
        t.status("Account salvato").appears().await;
        let account = &t.stack.accounts()[0];
        assert_eq!(account["description"], "Mia");
        assert_eq!(
            account["ecommerce"],
            json!({ "orders": true, "abandoned_carts": true })
        );
    });
}

#[test]
fn for_a_field_that_both_changed_one_chooses() {
    e2e(async |t| {
        let (_, question) = conflict(t).await;
        question
            .css("input[aria-label='Descrizione: Sua']")
            .click()
            .await;
        t.is_accessible("the choice between two values").await;
        question.button("Salva con queste scelte").click().await;
        t.status("Account salvato").appears().await;
        let account = &t.stack.accounts()[0];
        assert_eq!(account["description"], "Sua");
        assert_eq!(account["ecommerce"]["orders"], true);
    });
}

#[test]
fn fields_that_only_one_side_changed_are_merged() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Abilita Ordini").click().await;
        t.stack.change_account(&id, |account| {
            account["description"] = json!("Sua");
        });
        t.button("Salva").click().await;
        t.status("Restano anche le modifiche che un altro utente ha fatto intanto a: Descrizione.")
            .appears()
            .await;
        t.field("Descrizione").has_value("Sua").await;
        let account = &t.stack.accounts()[0];
        assert_eq!(account["description"], "Sua");
        assert_eq!(account["ecommerce"]["orders"], true);
    });
}

#[test]
fn a_third_who_saved_during_the_question_is_not_overwritten_either() {
    e2e(async |t| {
        let (id, question) = conflict(t).await;
        t.stack.change_account(&id, |account| {
            account["description"] = json!("Terza");
        });
        question.button("Salva con queste scelte").click().await;
        question
            .row("Descrizione")
            .has_text("Descrizione Terza Mia")
            .await;
        assert_eq!(t.stack.accounts()[0]["description"], "Terza");
    });
}

#[test]
fn another_key_saved_meanwhile_stays() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Descrizione").fill("Mia").await;
        t.stack.change_account(&id, |account| {
            account["api_key"] = json!({ "replace": OTHER_KEY });
        });
        t.button("Salva").click().await;
        t.status("ha fatto intanto a: API Key.").appears().await;
        // No key was typed here, so the stored one stays.
        t.field("API Key")
            .has_value("Chiave salvata, termina con 4321")
            .await;
        t.heading("Dati Account – Mia").appears().await;
    });
}

#[test]
fn an_account_that_was_deleted_while_it_was_being_edited_costs_nothing_typed() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Descrizione").fill("Mia").await;
        t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        t.button("Salva").click().await;
        t.text("Questo account non esiste più.").appears().await;
        t.field("Descrizione").has_value("Mia").await;
        t.link("Vai alla Lista degli Account").appears().await;
    });
}
