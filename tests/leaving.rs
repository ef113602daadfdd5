//! Section 2: Indietro, leaving with unsaved changes, and the stored draft.

mod support;
use support::*;

/// A saved account with an unsaved change.
async fn changed_account(t: &Test) -> String {
    let id = t.stack.add_account("Negozio", "negozio");
    t.open("/").await;
    t.row("Negozio").double_click().await;
    t.heading("Ecommerce").appears().await;
    t.field("Descrizione").fill("Bottega").await;
    id
}

#[test]
fn indietro_returns_to_the_list() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").double_click().await;
        t.button("Indietro").click().await;
        t.path_becomes("/").await;
        t.row("Negozio").appears().await;
        t.focus_is(r#"heading "Lista degli Account""#).await;
    });
}

#[test]
fn leaving_with_unsaved_changes_by_indietro_asks_first() {
    e2e(async |t| {
        let id = changed_account(t).await;
        t.button("Indietro").click().await;
        let question = t.dialog("Uscire senza salvare?");
        question.button("Resta nella pagina").has_focus().await;
        question.button("Resta nella pagina").click().await;
        question.disappears().await;
        t.focus_is(r#"button "Indietro""#).await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.field("Descrizione").has_value("Bottega").await;

        t.button("Indietro").click().await;
        question.button("Esci senza salvare").click().await;
        t.path_becomes("/").await;
        t.row("Negozio").appears().await;
        assert_eq!(t.stack.accounts()[0]["description"], "Negozio");
    });
}

#[test]
fn leaving_by_a_link_asks_first() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/accounts/new").await;
        t.field("Descrizione").fill("Altro").await;
        t.link("Apri Negozio").click().await;
        let question = t.dialog("Uscire senza salvare?");
        question.button("Resta nella pagina").click().await;
        t.path_becomes("/accounts/new").await;
        t.field("Descrizione").has_value("Altro").await;
        t.link("Apri Negozio").click().await;
        question.button("Esci senza salvare").click().await;
        t.field("Descrizione").has_value("Negozio").await;
    });
}

#[test]
fn leaving_by_the_browsers_own_way_back_asks_first() {
    e2e(async |t| {
        let id = changed_account(t).await;
        t.back().await;
        let question = t.dialog("Uscire senza salvare?");
        question.appears().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        question.button("Resta nella pagina").click().await;
        t.field("Descrizione").has_value("Bottega").await;
        // The question appears every time.
        t.back().await;
        question.appears().await;
        question.button("Esci senza salvare").click().await;
        t.path_becomes("/").await;
        t.row("Negozio").appears().await;
    });
}

#[test]
fn leaving_by_the_browsers_own_way_forward_asks_first() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/accounts/new").await;
        t.link("Apri Negozio").click().await;
        t.heading("Ecommerce").appears().await;
        t.back().await;
        t.path_becomes("/accounts/new").await;
        t.field("Descrizione").fill("Altro").await;
        t.script("history.forward()").await;
        let question = t.dialog("Uscire senza salvare?");
        question.appears().await;
        t.path_becomes("/accounts/new").await;
        question.button("Resta nella pagina").click().await;
        t.field("Descrizione").has_value("Altro").await;
        // The question appears every time.
        t.script("history.back()").await;
        question.appears().await;
    });
}

#[test]
fn closing_the_tab_with_unsaved_changes_asks_first() {
    e2e(async |t| {
        changed_account(t).await;
        assert!(t.asks_before_it_goes().await);
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        assert!(!t.asks_before_it_goes().await);
    });
}

#[test]
fn without_changes_nothing_is_asked() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").double_click().await;
        t.field("Descrizione").fill("Bottega").await;
        t.field("Descrizione").fill("Negozio").await;
        t.back().await;
        t.path_becomes("/").await;
        t.row("Negozio").appears().await;
        t.dialog("Uscire senza salvare?").disappears().await;
    });
}

#[test]
fn the_draft_survives_a_reload_and_offers_to_come_back() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.open_anyway("/").await;
        t.open("/accounts/new").await;
        t.text("Qui c'è una bozza non salvata del ").appears().await;
        t.field("Descrizione").has_value("").await;
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Negozio").await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key").has_value("").await;
    });
}

#[test]
fn the_draft_is_kept_while_it_is_being_offered() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.open_anyway("/accounts/new").await;
        t.button("Riprendi la bozza").appears().await;
        t.reload().await;
        t.button("Riprendi la bozza").appears().await;
        // What is typed meanwhile does not replace the stored draft.
        t.field("Descrizione").fill("Altro").await;
        t.field("Descrizione").fill("").await;
        t.field("Descrizione").fill("Ancora").await;
        t.open_anyway("/accounts/new").await;
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Negozio").await;
        // Input typed meanwhile is kept too.
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Ancora").await;
        t.text("Qui c'è una bozza non salvata").disappears().await;
    });
}

#[test]
fn the_draft_of_a_saved_account_survives_a_crash_of_the_tab() {
    e2e(async |t| {
        let id = changed_account(t).await;
        t.field("Abilita Ordini").click().await;
        t.open_anyway("/").await;
        t.open_account(&id).await;
        t.field("Descrizione").has_value("Negozio").await;
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Bottega").await;
        t.field("Abilita Ordini").is_on().await;
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        t.reload().await;
        t.heading("Ecommerce").appears().await;
        t.text("Qui c'è una bozza non salvata").disappears().await;
        assert_eq!(t.script("return localStorage.length").await, 0);
    });
}

#[test]
fn the_draft_can_be_discarded() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.open_anyway("/accounts/new").await;
        t.button("Scarta").click().await;
        t.button("Scarta").disappears().await;
        t.reload().await;
        t.field("Descrizione").has_value("").await;
        t.button("Riprendi la bozza").disappears().await;
        assert_eq!(t.script("return localStorage.length").await, 0);
    });
}

#[test]
fn the_draft_never_holds_the_key() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.becomes_true(
            "the draft is kept",
            "return JSON.stringify({ ...localStorage }).includes('negozio')",
        )
        .await;
        let kept = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
            + document.cookie + JSON.stringify(history.state)";
        let kept = t.script(kept).await.to_string();
        assert!(!kept.contains(&KEY[..12]), "{kept}");

        // The key is not stored even when pasted into the wrong field.
        t.field("Nome Account").paste(OTHER_KEY).await;
        t.field("Nome Account").has_value(OTHER_KEY).await;
        let kept = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
        let kept = t.script(kept).await.to_string();
        assert!(!kept.contains(&OTHER_KEY[..12]), "{kept}");
    });
}
