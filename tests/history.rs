//! Section 5: *Storico*, the old orders that are sent as history.

mod support;
use serde_json::{Value, json};
use support::*;

/// An account that was tested and sends orders.
fn add_sending_account(t: &Test) -> String {
    let id = t.stack.add_account("Negozio", "negozio");
    t.stack.change_account(&id, |account| {
        account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
    });
    t.stack.test_account(&id);
    id
}

/// Opens an account that was tested and sends orders.
async fn open_sending_account(t: &Test) -> String {
    let id = add_sending_account(t);
    t.open_account(&id).await;
    t.heading("Storico").appears().await;
    id
}

/// The section *Storico*.
fn section(t: &Test) -> Locator {
    t.region("Storico")
}

/// A number of the section: *Consegnati dal sito*, *In attesa*, *Inviati*, *In errore*.
fn count(t: &Test, nth: u8) -> Locator {
    t.css(&format!("#history .counters div:nth-child({nth}) dd"))
}

/// The shop hands over old orders: more than are sent while a test looks, at the allowed rate.
fn hand_over_many(t: &Test) {
    assert_eq!(t.stack.old_orders(0..300).status, 202);
}

/// What is wanted of the shop.
fn wanted(t: &Test) -> Value {
    t.stack.report_history(&json!({})).body["wanted"].clone()
}

#[test]
fn old_orders_are_sent_as_history_from_a_day_on_until_all_are_there() {
    e2e(async |t| {
        open_sending_account(t).await;
        section(t)
            .text("non parte nessuna automazione")
            .appears()
            .await;
        section(t).text("Non ancora avviato.").appears().await;
        t.is_accessible("old orders that were never started").await;
        assert_eq!(wanted(t), Value::Null);

        t.set_day("#history-since", "2019-06-01").await;
        t.button("Avvia").click().await;
        t.status("Storico avviato.").appears().await;
        section(t)
            .text("Il sito non ha ancora consegnato ordini")
            .appears()
            .await;
        section(t).text("Da quando: 1 giu 2019.").appears().await;
        assert_eq!(wanted(t)["history_since"], "2019-05-31T22:00:00.000Z");

        t.stack.report_history(&json!({ "total": 3 }));
        assert_eq!(t.stack.old_orders(0..2).status, 202);
        count(t, 3).has_text("2").await;
        section(t).text("2 di 3.").appears().await;
        section(t)
            .text("il sito ne deve ancora consegnare")
            .appears()
            .await;

        assert_eq!(t.stack.old_orders(2..3).status, 202);
        t.stack.report_history(&json!({ "complete": true }));
        section(t).text("Completato").appears().await;
        section(t).text("3 di 3.").appears().await;
        count(t, 1).has_text("3").await;
        t.is_accessible("old orders that were all sent").await;
        let orders = t.stack.holdings("negozio")["orders"].clone();
        let orders = orders.as_array().map_or(&[][..], Vec::as_slice);
        assert_eq!(orders.len(), 3, "{orders:#?}");
        assert!(orders.iter().all(|it| it["source"] == "0"), "{orders:#?}");

        // The same day would send nothing; an earlier one is asked for anew.
        t.button("Avvia").click().await;
        let day = t.field("Da quando");
        day.has_error("scegli un giorno precedente").await;
        t.set_day("#history-since", "2018-01-01").await;
        t.button("Avvia").click().await;
        section(t).text("Da quando: 1 gen 2018.").appears().await;
    });
}

#[test]
fn progress_is_shown_with_numbers_and_an_estimate_that_corrects_itself() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.button("Avvia").click().await;
        section(t)
            .text("Da quando: tutti gli ordini.")
            .appears()
            .await;
        hand_over_many(t);
        count(t, 1).has_text("300").await;
        section(t).text("In corso").appears().await;
        section(t)
            .text("300 consegnati finora: il sito non ha detto quanti sono in tutto.")
            .appears()
            .await;
        // ActiveCampaign may know every customer or none.
        section(t)
            .text("Tempo rimanente: da circa ")
            .appears()
            .await;
        t.is_accessible("old orders that are being sent").await;

        t.stack.report_history(&json!({ "total": 4_000 }));
        section(t).text("di 4000.").appears().await;
        let bar = "const bar = document.querySelector('#history progress'); return bar.max";
        assert_eq!(t.script(bar).await, 4_000);
    });
}

#[test]
fn old_orders_are_paused_resumed_and_after_a_question_cancelled() {
    e2e(async |t| {
        let id = open_sending_account(t).await;
        t.button("Avvia").click().await;
        t.button("Pausa").click().await;
        t.status("Storico in pausa.").appears().await;
        section(t).text("In pausa").appears().await;
        assert_eq!(wanted(t), Value::Null, "a paused history asks for nothing");
        assert_eq!(t.stack.old_orders(0..40).status, 202);
        count(t, 2).has_text("40").await;
        t.text("Tempo rimanente").disappears().await;
        t.is_accessible("paused old orders").await;
        // A new order is not held up.
        t.stack.order("2001", "anna@example.com");
        t.css("#transfers .counters div:nth-child(2) dd")
            .has_text("1")
            .await;
        count(t, 2).has_text("40").await;
        // The pause is the proxy's, not the page's.
        t.open_account(&id).await;
        section(t).text("In pausa").appears().await;

        t.button("Riprendi").click().await;
        t.status("Storico ripreso.").appears().await;
        section(t).text("In corso").appears().await;

        t.button("Pausa").click().await;
        t.button("Annulla lo Storico").click().await;
        let question = t.dialog("Annullare lo Storico?");
        question
            .text("Ordini in attesa che non verranno più inviati: ")
            .appears()
            .await;
        t.is_accessible("the question before old orders are cancelled")
            .await;
        question.button("Non annullare").click().await;
        question.disappears().await;
        section(t).text("In pausa").appears().await;

        t.button("Annulla lo Storico").click().await;
        question.button("Annulla lo Storico").click().await;
        t.status("Storico annullato.").appears().await;
        section(t).text("Annullato").appears().await;
        count(t, 2).has_text("0").await;
        t.is_accessible("cancelled old orders").await;
        t.focus_is_somewhere().await;

        t.button("Avvia").click().await;
        section(t)
            .text("Il sito non ha ancora consegnato ordini")
            .appears()
            .await;
    });
}

#[test]
fn a_day_that_cannot_be_is_said_beside_its_field() {
    e2e(async |t| {
        open_sending_account(t).await;
        let day = t.field("Da quando");
        t.set_day("#history-since", "2999-01-01").await;
        t.button("Avvia").click().await;
        day.has_error("Questo giorno deve ancora venire.").await;
        let focused = "return document.activeElement.id === 'history-since'";
        t.becomes_true("the field has the focus", focused).await;
        t.is_accessible("a day that is still to come").await;
        // An incomplete day is not taken for all orders.
        t.set_day("#history-since", "").await;
        day.press('1').await;
        t.button("Avvia").click().await;
        day.has_error("Scrivi una data completa, oppure lascia vuoto.")
            .await;
        assert_eq!(wanted(t), Value::Null);
    });
}

#[test]
fn where_no_old_order_would_leave_the_section_says_why() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        let start = t.button("Avvia");
        start.is_disabled().await;
        start.has_description("esegui Test Connessione").await;
        t.button("Test Connessione").click().await;
        start.has_description("serve Abilita Ordini su Sì").await;
        t.field("Abilita Ordini").click().await;
        // Only what is saved counts.
        start.is_disabled().await;
        t.button("Salva").click().await;
        start.is_enabled().await;
        t.is_accessible("old orders that can be started").await;
        start.click().await;
        section(t).text("In corso").appears().await;

        t.stack.set_enabled(&id, false);
        t.open_account(&id).await;
        section(t).text("ora è disattivato").appears().await;
        t.is_accessible("old orders of a disabled account").await;
    });
}

#[test]
fn everything_of_it_works_by_keyboard_alone() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.field("Da quando").focus().await;
        // Enter starts it, and does not save the account.
        t.press(Key::Enter).await;
        t.status("Storico avviato.").appears().await;
        t.focus_is_somewhere().await;
        t.tab_to(r#"button "Pausa""#).await;
        t.press(Key::Enter).await;
        t.status("Storico in pausa.").appears().await;
        t.tab_to(r#"button "Annulla lo Storico""#).await;
        t.press(Key::Enter).await;
        t.focus_is(r#"button "Non annullare""#).await;
        t.press(Key::Tab).await;
        t.press(Key::Enter).await;
        t.status("Storico annullato.").appears().await;
        t.tab_to(r#"button "Avvia""#).await;
    });
}

#[test]
fn it_fits_a_phone_and_a_dark_back_office() {
    e2e(async |t| {
        open_sending_account(t).await;
        for dark in [false, true] {
            let media = Media {
                dark,
                reduced_motion: true,
                ..Media::default()
            };
            t.media(media).await;
            t.viewport(320, 800).await;
            t.has_no_horizontal_scrolling("old orders that were never started")
                .await;
            t.is_accessible("old orders at 320 pixels").await;
        }
        t.button("Avvia").click().await;
        hand_over_many(t);
        count(t, 1).has_text("300").await;
        t.has_no_horizontal_scrolling("old orders that are being sent")
            .await;
        t.is_accessible("old orders that are being sent, at 320 pixels")
            .await;
    });
}
