//! Everything works by keyboard alone.

mod support;
use support::*;

#[test]
fn everything_works_by_keyboard_alone() {
    e2e(async |t| {
        t.open("/").await;
        t.heading("Nessun account configurato").appears().await;
        // Add.
        t.tab_to(r#"button "Aggiungi Account""#).await;
        t.press(Key::Enter).await;
        t.focus_is(r#"heading "Dati Account""#).await;
        t.tab_to(r#"textbox "Descrizione""#).await;
        t.type_text("Negozio").await;
        // Choose the platform.
        t.tab_to(r#"combobox "Piattaforma""#).await;
        t.press(Key::Down).await;
        t.heading("Credenziali").appears().await;
        t.focus_is(r#"combobox "Piattaforma""#).await;
        // Type, and unmask the key.
        t.tab_to(r#"textbox "Nome Account""#).await;
        t.type_text("negozio").await;
        t.tab_to(r#"textbox "API Key""#).await;
        t.type_text(KEY).await;
        t.tab_to(r#"button "Mostra la chiave""#).await;
        t.press(Key::Space).await;
        t.focus_is(r#"button "Nascondi la chiave""#).await;
        // Save.
        t.tab_to(r#"button "Salva""#).await;
        t.press(Key::Enter).await;
        t.heading("Ecommerce").appears().await;
        t.focus_is(r#"button "Salva""#).await;
        // Test.
        t.tab_back_to(r#"button "Test Connessione""#).await;
        t.press(Key::Enter).await;
        t.status("Connessione riuscita").appears().await;
        t.focus_is(r#"button "Test Connessione""#).await;
        t.tab_to(r#"button "Chiudi""#).await;
        t.press(Key::Enter).await;
        t.status("Connessione riuscita").disappears().await;
        // Toggle a switch.
        t.field("Abilita Ordini").appears().await;
        t.tab_back_to(r#"switch "Abilita Ordini""#).await;
        t.press(Key::Space).await;
        t.field("Abilita Ordini").is_on().await;
        t.press_with(Key::Control, 's').await;
        t.status("Account salvato.").appears().await;
        t.focus_is(r#"switch "Abilita Ordini""#).await;
        // Go back.
        t.tab_to(r#"button "Indietro""#).await;
        t.press(Key::Enter).await;
        t.focus_is(r#"heading "Lista degli Account""#).await;
        t.row("Negozio").appears().await;
        // Select, and open by Enter.
        tab_into_the_rows(t).await;
        t.press(Key::Enter).await;
        t.focus_is(r#"heading "Dati Account – Negozio""#).await;
        t.tab_to(r#"button "Indietro""#).await;
        t.press(Key::Enter).await;
        t.row("Negozio").appears().await;
        // Delete, after confirming.
        tab_into_the_rows(t).await;
        t.tab_back_to(r#"button "Elimina Account""#).await;
        t.press(Key::Enter).await;
        t.dialog("Eliminare Negozio?").appears().await;
        t.focus_is(r#"button "Annulla""#).await;
        t.press(Key::Tab).await;
        t.focus_is(r#"button "Elimina""#).await;
        t.press(Key::Enter).await;
        t.status("Negozio è stato eliminato.").appears().await;
        t.heading("Nessun account configurato").appears().await;
    });
}

/// The rows are one tab stop.
async fn tab_into_the_rows(t: &Test) {
    let on_a_row = "return document.activeElement.matches('tbody tr')";
    for presses in 0.. {
        assert!(presses < 20, "Tab does not reach the rows");
        t.press(Key::Tab).await;
        if t.script(on_a_row).await == true {
            return;
        }
    }
}

#[test]
fn arrows_select_and_the_rows_are_one_stop_of_the_tab_key() {
    e2e(async |t| {
        t.list_of(&[account(1, "Milano"), account(2, "Bari"), account(3, "Roma")])
            .await;
        t.open("/").await;
        t.row("Milano").appears().await;
        tab_into_the_rows(t).await;
        let selected = t.css("tr[aria-selected=true]");
        selected.contains("Milano").await;
        t.press(Key::Down).await;
        t.press(Key::Down).await;
        selected.contains("Roma").await;
        t.press(Key::Home).await;
        selected.contains("Milano").await;
        t.press(Key::Tab).await;
        let inside = "return document.activeElement.matches('tbody *')";
        assert_eq!(t.script(inside).await, false);
        t.press_with(Key::Shift, Key::Tab).await;
        selected.has_focus().await;
    });
}

#[test]
fn live_regions_are_in_the_document_before_their_text() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        // Record every announced text, and whether its region existed before.
        t.script(
            "const live = '[role=status], [role=alert], [aria-live]';
            const known = new Set(document.querySelectorAll(live));
            window.late = [];
            new MutationObserver((changes) => {
                for (const { addedNodes } of changes) for (const node of addedNodes) {
                    if (node.nodeType !== 1) continue;
                    for (const it of [node, ...node.querySelectorAll(live)]) {
                        if (it.matches(live) && !known.has(it) && it.textContent.trim()
                            && ![...known].some((old) => old.contains(it))) {
                            window.late.push(it.outerHTML.slice(0, 200));
                        }
                        if (it.matches(live)) known.add(it);
                    }
                }
            }).observe(document.body, { childList: true, subtree: true })",
        )
        .await;
        t.field("Nome Account").paste("Altro.api-us1.com").await;
        t.button("Salva").click().await;
        t.status("Controlla i campi segnalati.").appears().await;
        t.button("Ripristina il testo incollato").click().await;
        t.field("Nome Account").fill("negozio").await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.offline(true).await;
        t.status("Sei senza connessione").appears().await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        t.offline(false).await;
        t.button("Riprova").click().await;
        t.status("Account salvato.").appears().await;
        t.button("Indietro").click().await;
        t.row("Bottega").appears().await;
        assert_eq!(t.script("return window.late").await, serde_json::json!([]));
    });
}
