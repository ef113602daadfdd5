//! The focus is never lost: when the focused element disappears, a sensible element nearby gets the
//! focus.

mod support;
use serde_json::json;
use support::*;

#[test]
fn a_lens_opened_by_the_keyboard_puts_the_focus_into_its_filter() {
    e2e(async |t| {
        t.list_of(&[account(1, "Milano"), account(2, "Bari")]).await;
        t.open("/").await;
        t.row("Milano").appears().await;
        t.button("Filtra per Descrizione").focus().await;
        t.press(Key::Enter).await;
        t.focus_is(r#"textbox "Filtra per Descrizione""#).await;
        t.type_text("bar").await;
        t.column_becomes(1, &["Bari"]).await;
    });
}

#[test]
fn clearing_a_filter_gives_the_focus_back_to_its_lens() {
    e2e(async |t| {
        t.list_of(&[account(1, "Milano"), account(2, "Bari")]).await;
        t.open("/").await;
        t.row("Milano").appears().await;
        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").fill("bari").await;
        t.column_becomes(1, &["Bari"]).await;
        t.press(Key::Escape).await;
        t.column_becomes(1, &["Milano", "Bari"]).await;
        t.focus_is(r#"button "Filtra per Descrizione""#).await;

        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").fill("bari").await;
        t.button("Togli tutti i filtri").focus().await;
        t.press(Key::Enter).await;
        t.column_becomes(1, &["Milano", "Bari"]).await;
        t.focus_is_somewhere().await;
    });
}

#[test]
fn after_deleting_the_focus_has_a_place() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Elimina Account").focus().await;
        t.press(Key::Enter).await;
        t.dialog("Eliminare Negozio?")
            .button("Elimina")
            .focus()
            .await;
        t.press(Key::Enter).await;
        t.heading("Nessun account configurato").appears().await;
        t.focus_is_somewhere().await;
    });
}

#[test]
fn after_switching_off_and_on_the_focus_is_on_the_button() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Disattiva Account").focus().await;
        t.press(Key::Enter).await;
        t.dialog("Disattivare Negozio?")
            .button("Disattiva")
            .focus()
            .await;
        t.press(Key::Enter).await;
        t.status("Negozio è disattivato").appears().await;
        t.focus_is(r#"button "Attiva Account""#).await;
        t.press(Key::Enter).await;
        t.status("Negozio è attivo.").appears().await;
        t.focus_is(r#"button "Disattiva Account""#).await;
    });
}

#[test]
fn a_dialog_keeps_the_focus_inside_and_esc_gives_it_back() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Elimina Account").focus().await;
        t.press(Key::Enter).await;
        t.dialog("Eliminare Negozio?").appears().await;
        t.focus_is(r#"button "Annulla""#).await;
        let inside = "return document.activeElement === document.body
            || !!document.activeElement.closest('dialog')";
        for _ in 0..5 {
            t.press(Key::Tab).await;
            assert_eq!(t.script(inside).await, true);
        }
        t.press(Key::Escape).await;
        t.focus_is(r#"button "Elimina Account""#).await;
    });
}

#[test]
fn closing_the_pop_up_leaves_the_focus_on_the_page() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.button("Chiudi").focus().await;
        t.press(Key::Enter).await;
        t.status("Connessione riuscita").disappears().await;
        t.focus_is_somewhere().await;
    });
}

#[test]
fn esc_sends_the_pop_up_away_wherever_the_focus_is() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        for focus_goes in ["", "document.activeElement.blur()"] {
            t.button("Test Connessione").click().await;
            t.css(".popup").appears().await;
            t.script(focus_goes).await;
            t.press(Key::Escape).await;
            t.css(".popup").disappears().await;
        }
    });
}

#[test]
fn cancelling_a_test_leaves_the_focus_on_the_page() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "stalled");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.button("Annulla test").focus().await;
        t.press(Key::Enter).await;
        t.status("Test annullato.").appears().await;
        t.focus_is_somewhere().await;
    });
}

#[test]
fn answering_the_offer_of_a_draft_leaves_the_focus_on_the_page() {
    e2e(async |t| {
        for answer in ["Riprendi la bozza", "Scarta"] {
            t.fill_in_account("Negozio", "negozio", KEY).await;
            t.open_anyway("/accounts/new").await;
            t.button(answer).focus().await;
            t.press(Key::Enter).await;
            t.button(answer).disappears().await;
            t.focus_is_somewhere().await;
            t.open_anyway("/").await;
        }
    });
}

#[test]
fn answering_a_conflict_leaves_the_focus_on_the_page() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Descrizione").fill("Mia").await;
        t.stack.change_account(&id, |account| {
            account["description"] = json!("Sua");
        });
        t.button("Salva").focus().await;
        t.press(Key::Enter).await;
        let question = t.dialog("L'account è cambiato nel frattempo");
        question.button("Scarta i miei valori").focus().await;
        t.press(Key::Enter).await;
        question.disappears().await;
        t.focus_is_somewhere().await;
    });
}
