//! Section 7: the demo shows the way from a new account to an order in ActiveCampaign.

mod support;
use support::*;

/// Opens a page of the demo's back office.
async fn open(t: &Test, hash: &str) {
    t.open_url(&format!("{}/{hash}", t.stack.host_url())).await;
}

/// An account whose orders and carts are sent.
fn add_sending_account(t: &Test) -> String {
    let id = t.stack.add_account("Negozio", "negozio");
    t.stack.change_account(&id, |account| {
        account["ecommerce"] = serde_json::json!({ "orders": true, "abandoned_carts": true });
    });
    id
}

#[test]
fn from_no_account_to_an_order_in_activecampaign_without_a_command() {
    e2e(async |t| {
        open(t, "#ordini").await;
        t.link("aggiungi l'account ActiveCampaign").click().await;
        t.enter_frame().await;
        t.css("#description").fill("Negozio").await;
        t.css("#platform").choose("ActiveCampaign").await;
        t.css("#account-name").fill("negozio").await;
        t.css("#api-key").fill(KEY).await;
        t.css("button[type=submit]").click().await;
        t.css("#ecommerce").appears().await;
        t.leave_frame().await;

        // The account is there and sends nothing: the demo says so, and leads to it.
        t.link("Ordini").click().await;
        t.link("apri l'account").click().await;
        t.enter_frame().await;
        t.css("#ecommerce").appears().await;
        t.css("#orders").click().await;
        t.css("button[type=submit]").click().await;
        t.text("Account salvato").first().appears().await;
        t.leave_frame().await;

        t.link("Ordini").click().await;
        t.region("Fai un ordine")
            .button("Fai un ordine")
            .click()
            .await;
        t.status("Ordine 1001: Accettato dal proxy.")
            .appears()
            .await;
        let now = t.region("ActiveCampaign adesso");
        now.row("Passweb Integration -- customer").appears().await;
        now.row("anna.rossi@example.com").first().appears().await;
        now.row("Completato").appears().await;
    });
}

#[test]
fn every_usual_defect_is_put_right_or_rejected_as_the_demo_says() {
    e2e(async |t| {
        add_sending_account(t);
        open(t, "#ordini").await;
        t.text("Ancora nessuno.").appears().await;
        let outcomes = t
            .script(
                "const { DEFECTS, body } = await import('/shop/defects.js');
                const { PEOPLE, makeOrder } = await import('/shop/samples.js');
                const { handOver } = await import('/shop/hand_over.js');
                const wrong = [];
                for (const [index, { code, becomes, spoil }] of DEFECTS.entries()) {
                    const order = spoil(makeOrder(2000 + index, PEOPLE[0]));
                    const { status, answer } = await handOver('orders', body(code, order), 'on');
                    const is = status === 202 && (becomes === 'rejected'
                        ? answer.rejected.length === 1
                        : answer.accepted === 1 && answer.rejected.length === 0);
                    if (!is) wrong.push({ code, status, answer });
                }
                return wrong",
            )
            .await;
        assert_eq!(outcomes, serde_json::json!([]), "{outcomes:#}");
    });
}

#[test]
fn an_order_is_rejected_corrected_and_cancelled() {
    e2e(async |t| {
        add_sending_account(t);
        open(t, "#ordini").await;
        t.field("Com'è l'ordine").choose("Senza totale").await;
        t.region("Fai un ordine")
            .button("Fai un ordine")
            .click()
            .await;
        t.status("Rifiutato dal proxy: /total (manca)")
            .appears()
            .await;
        t.button("Rimanda corretto: Ordine 1001").click().await;
        let now = t.region("ActiveCampaign adesso");
        now.row("Completato").appears().await;
        t.button("Correggi l'e-mail: Ordine 1001").click().await;
        now.row("anna.rossi@example.org").first().appears().await;
        t.button("Annulla: Ordine 1001").click().await;
        now.row("Completato").disappears().await;
    });
}

#[test]
fn a_cart_leaves_when_a_synchronisation_ends_and_becomes_an_order() {
    e2e(async |t| {
        add_sending_account(t);
        open(t, "#carrelli").await;
        t.region("Abbandona un carrello")
            .button("Abbandona un carrello")
            .click()
            .await;
        t.status("Carrello C1001: Accettato dal proxy.")
            .appears()
            .await;
        t.button("Completa").click().await;
        let now = t.region("ActiveCampaign adesso");
        now.row("Carrello abbandonato").appears().await;
        t.button("Trasforma in ordine: Carrello C1001")
            .click()
            .await;
        now.row("Carrello recuperato").appears().await;
        now.row("Carrello abbandonato").disappears().await;
    });
}

#[test]
fn what_activecampaign_does_wrong_is_switched_on_and_off() {
    e2e(async |t| {
        add_sending_account(t);
        open(t, "#ordini").await;
        t.region("ActiveCampaign adesso")
            .text("Contatti (0)")
            .appears()
            .await;
        t.field("Che cosa fa ActiveCampaign")
            .choose("In manutenzione (503)")
            .await;
        t.region("Fai un ordine")
            .button("Fai un ordine")
            .click()
            .await;
        let now = t.region("ActiveCampaign adesso");
        now.row("503").first().appears().await;
        now.text("In attesa 1").appears().await;
        t.field("Che cosa fa ActiveCampaign")
            .choose("Funziona")
            .await;
        now.row("Completato").appears().await;
    });
}

#[test]
fn the_demo_is_read_in_english_on_a_phone_and_by_axe() {
    e2e(async |t| {
        add_sending_account(t);
        open(t, "?lang=en&theme=dark#ordini").await;
        t.region("Place an order")
            .button("Place an order")
            .click()
            .await;
        t.region("ActiveCampaign now")
            .row("Completed")
            .appears()
            .await;
        for page in ["#ordini", "#carrelli"] {
            for theme in ["light", "dark"] {
                open(t, &format!("?lang=en&theme={theme}{page}")).await;
                t.region("ActiveCampaign now")
                    .row("Completed")
                    .appears()
                    .await;
                for (width, height) in [(320, 640), (1280, 800)] {
                    t.viewport(width, height).await;
                    let state = format!("{page} {theme} {width}");
                    t.has_no_horizontal_scrolling(&state).await;
                    t.is_accessible(&state).await;
                }
            }
        }
    });
}

#[test]
fn a_thousand_old_orders_are_handed_over_once_storico_is_started() {
    e2e(async |t| {
        let id = add_sending_account(t);
        t.stack.test_account(&id);
        open(t, "#ordini").await;
        let hand_over = t.button("Consegna mille ordini vecchi, se lo Storico è avviato");
        hand_over.click().await;
        t.status("Lo Storico non è avviato").appears().await;

        open(t, &format!("#/accounts/{id}")).await;
        t.enter_frame().await;
        t.css("#history .button-primary").click().await;
        t.css("#history .badge-good").appears().await;
        t.leave_frame().await;
        t.link("Ordini").click().await;
        hand_over.click().await;
        t.status("1000 ordini vecchi consegnati").appears().await;
        // The table is rebuilt at every order.
        let sent = "return document.body.innerText.includes('Completato (storico)')";
        t.becomes_true("old orders are in ActiveCampaign", sent)
            .await;
    });
}
