//! Sections 4 and 5 as the merchant sees them: sent, waiting and failed items.

mod support;
use serde_json::json;
use support::*;

/// Creates an account that sends orders and opens its page.
async fn open_sending_account(t: &Test) -> String {
    let id = t.stack.add_account("Negozio", "negozio");
    t.stack.change_account(&id, |account| {
        account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
    });
    t.open_account(&id).await;
    t.heading("Invio dati").appears().await;
    id
}

/// Opens an account that sends orders, in a page whose polling timers fire at once: it counts the
/// polls (`looked`) and the timer events (`due`).
async fn open_in_a_hurry(t: &Test) {
    let hurry = "const every = window.setInterval;
        window.due = window.looked = 0;
        window.setInterval = (act, time, ...rest) => time === 3000
            ? every(() => { act(); window.due += 1 }, 20) : every(act, time, ...rest)";
    t.on_every_page(hurry).await;
    t.intercept("({ path }) => { path.endsWith('/transfers') && (window.looked += 1) }")
        .await;
    open_sending_account(t).await;
    t.becomes_true("it looks again and again", "return window.looked > 3")
        .await;
}

/// The page polls this many more times, however often the timer fires.
async fn looks_more(t: &Test, times: u32) {
    t.script("[window.dueBefore, window.lookedBefore] = [window.due, window.looked]")
        .await;
    t.becomes_true("time passes", "return window.due > window.dueBefore + 20")
        .await;
    let more = t.script("return window.looked - window.lookedBefore").await;
    assert_eq!(more, times);
}

/// A counter, counted from 1: *In attesa*, *Inviati*, *In errore* and *Rifiutati all'arrivo*.
fn counter(t: &Test, nth: u8) -> Locator {
    t.css(&format!(".counters div:nth-child({nth}) dd"))
}

#[test]
fn an_order_is_seen_to_leave() {
    e2e(async |t| {
        open_sending_account(t).await;
        assert_eq!(t.stack.order("1042", "anna@example.com").status, 202);
        counter(t, 2).has_text("1").await;
        let orders = t.stack.holdings("negozio")["orders"].clone();
        assert_eq!(orders.as_array().map(Vec::len), Some(1), "{orders}");
        t.open("/").await;
        t.row("Negozio").contains("Inviati: 1").await;
        t.link("Lista dei Log").click().await;
        t.row("Dati inviati ad ActiveCampaign")
            .contains("Informazione")
            .await;
    });
}

#[test]
fn what_activecampaign_refuses_is_set_aside_with_the_reason_and_can_be_sent_again() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.stack.activecampaign(
            "negozio",
            "refuse",
            &json!({ "email_domain": "refused.example" }),
        );
        assert_eq!(t.stack.order("1043", "anna@refused.example").status, 202);
        t.heading("Rifiutati da ActiveCampaign").appears().await;
        t.text("ActiveCampaign non accetta l'indirizzo e-mail.")
            .appears()
            .await;
        t.is_accessible("an order that was refused").await;

        t.stack
            .activecampaign("negozio", "refuse", &json!({ "email_domain": null }));
        t.button("Invia di nuovo Ordine 1043").click().await;
        t.status("Di nuovo in attesa di invio: 1.").appears().await;
        counter(t, 2).has_text("1").await;
        t.heading("Rifiutati da ActiveCampaign").disappears().await;
        t.focus_is_somewhere().await;
    });
}

#[test]
fn an_order_that_is_rejected_on_arrival_is_listed_until_it_arrives_corrected() {
    e2e(async |t| {
        open_sending_account(t).await;
        assert_eq!(t.stack.bad_order("1050").status, 202);
        counter(t, 4).has_text("1").await;
        t.heading("Rifiutati all'arrivo").appears().await;
        let row = t.css("#rejected li");
        row.contains("Ordine 1050").await;
        row.contains(
            "Manca l'indirizzo e-mail del cliente. Correggi l'e-mail del cliente sul sito",
        )
        .await;
        t.is_accessible("an order that was rejected on arrival")
            .await;

        assert_eq!(t.stack.order("1050", "anna@example.com").status, 202);
        t.heading("Rifiutati all'arrivo").disappears().await;
        counter(t, 4).has_text("0").await;
        counter(t, 2).has_text("1").await;
    });
}

#[test]
fn a_number_that_is_typed_in_says_where_that_order_is() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.stack.order("1060", "anna@example.com");
        t.stack.bad_order("1061");
        counter(t, 2).has_text("1").await;
        let field = t.field("Numero dell'ordine o codice del carrello");
        field.fill("1060").await;
        field.press(Key::Enter).await;
        t.status("Ordine 1060").appears().await;
        t.status("Inviato ad ActiveCampaign: ").appears().await;
        let contact = t.link("Apri il contatto in ActiveCampaign (nuova scheda)");
        contact.appears().await;
        let url = "return document.querySelector('.lookup a[href*=activehosted]').href";
        let url = t.script(url).await;
        let start = "https://negozio.activehosted.com/app/contacts/";
        assert!(
            url.as_str().is_some_and(|url| url.starts_with(start)),
            "{url}"
        );
        // Enter searched for the order and did not save the account.
        t.status("Account salvato.").disappears().await;
        t.is_accessible("an order that was found").await;

        field.fill("1061").await;
        t.button("Cerca").click().await;
        t.status("Rifiutato all'arrivo, non verrà inviato: ")
            .appears()
            .await;
        t.status("Manca l'indirizzo e-mail del cliente.")
            .appears()
            .await;
        field.fill("9999").await;
        t.button("Cerca").click().await;
        t.status("Qui non è arrivato nessun ordine o carrello con il numero 9999.")
            .appears()
            .await;

        t.stack
            .activecampaign("negozio", "keys", &json!({ "accepted": ["another"] }));
        t.stack.order("1062", "anna@example.com");
        t.text("ActiveCampaign rifiuta la chiave")
            .first()
            .appears()
            .await;
        field.fill("1062").await;
        field.press(Key::Enter).await;
        t.status("In attesa dal ").appears().await;
        t.status("ActiveCampaign rifiuta la chiave: quanto è in attesa resta qui.")
            .appears()
            .await;
    });
}

#[test]
fn an_order_that_needed_several_attempts_tells_each_with_its_time_and_the_request_id() {
    e2e(async |t| {
        open_sending_account(t).await;
        let failing = json!({ "POST ecomOrders": { "server_error": 1.0 } });
        let three = json!({ "kinds": failing, "at_most": 3 });
        t.stack.activecampaign("negozio", "faults", &three);
        t.stack.order("1070", "anna@example.com");
        counter(t, 2).has_text("1").await;
        let field = t.field("Numero dell'ordine o codice del carrello");
        field.fill("1070").await;
        t.button("Cerca").click().await;
        t.text("Ultimi tentativi: 4").click().await;
        let attempts = t.css(".lookup .attempts li");
        attempts.first().contains("Riuscito (HTTP 20").await;
        for nth in 2..=4 {
            let row = t.css(&format!(".lookup .attempts li:nth-child({nth})"));
            row.contains("Errore di ActiveCampaign (HTTP 500). Codice della richiesta: ")
                .await;
        }
        t.link("Apri l'ordine nel sito (nuova scheda)")
            .appears()
            .await;
        t.is_accessible("the attempts of an order").await;
    });
}

#[test]
fn a_refused_order_leads_to_the_shop_and_shows_its_attempts() {
    e2e(async |t| {
        open_sending_account(t).await;
        let refuse = json!({ "email_domain": "refused.example" });
        t.stack.activecampaign("negozio", "refuse", &refuse);
        t.stack.order("1071", "anna@refused.example");
        t.heading("Rifiutati da ActiveCampaign").appears().await;
        t.link("Apri l'ordine nel sito (nuova scheda)")
            .appears()
            .await;
        let url = t
            .script("return document.querySelector('#failed a').href")
            .await;
        assert_eq!(url, "https://negozio-demo.example/ordini/1071");
        t.text("Ultimi tentativi: 1").click().await;
        let attempt = t.css("#failed .attempts li");
        attempt.contains("Dati rifiutati (HTTP 422).").await;
        t.viewport(320, 720).await;
        t.has_no_horizontal_scrolling("the attempts of a refused order")
            .await;
        t.is_accessible("the attempts of a refused order").await;
    });
}

#[test]
fn a_wrong_key_stops_the_transfer_visibly_and_a_successful_test_starts_it_again() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.stack
            .activecampaign("negozio", "keys", &json!({ "accepted": ["another"] }));
        assert_eq!(t.stack.order("1044", "anna@example.com").status, 202);
        t.text("ActiveCampaign rifiuta la chiave: quanto è in attesa resta qui.")
            .appears()
            .await;
        counter(t, 1).has_text("1").await;

        t.stack
            .activecampaign("negozio", "keys", &json!({ "accepted": null }));
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        counter(t, 2).has_text("1").await;
        t.text("ActiveCampaign rifiuta la chiave")
            .disappears()
            .await;
    });
}

#[test]
fn while_the_page_is_hidden_nobody_looks() {
    e2e(async |t| {
        open_in_a_hurry(t).await;
        t.script(
            "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })",
        )
        .await;
        looks_more(t, 0).await;
        t.script("delete document.hidden; window.looked = 0").await;
        t.becomes_true("it looks again", "return window.looked > 3")
            .await;
    });
}

#[test]
fn a_look_waits_for_the_answer_to_the_one_before() {
    e2e(async |t| {
        open_in_a_hurry(t).await;
        t.intercept_here(
            "({ path, request, send }) => path.endsWith('/transfers') && (window.looked += 1)
                && new Promise((go) => { window.letItGo = go }).then(() => send(request))",
        )
        .await;
        t.becomes_true("a look is on its way", "return !!window.letItGo")
            .await;
        looks_more(t, 0).await;
        t.let_pass().await;
        t.script("window.letItGo()").await;
        t.stack.order("1046", "anna@example.com");
        counter(t, 2).has_text("1").await;
    });
}

#[test]
fn while_the_session_is_over_nobody_looks() {
    e2e(async |t| {
        open_in_a_hurry(t).await;
        t.intercept_here(
            "({ path }) => {
                if (path.endsWith('/transfers')) window.refused = (window.refused ?? 0) + 1;
                return (path.startsWith('/api/') || path === '/demo/token')
                    && Response.json({ type: 'about:blank', title: '', status: 401,
                        code: 'unauthenticated' }, { status: 401 });
            }",
        )
        .await;
        t.becomes_true("a look is refused", "return window.refused > 0")
            .await;
        t.script("window.dueBefore = window.due").await;
        t.becomes_true("time passes", "return window.due > window.dueBefore + 20")
            .await;
        assert_eq!(t.script("return window.refused").await, 1);
        // Saving works again, so the session does too.
        t.let_pass().await;
        t.stack.order("1047", "anna@example.com");
        t.button("Salva").click().await;
        counter(t, 2).has_text("1").await;
    });
}

#[test]
fn numbers_that_cannot_be_brought_up_to_date_say_so_and_from_when_they_are() {
    e2e(async |t| {
        t.on_every_page(
            "const Clock = Date;
            window.later = 0;
            window.Date = class extends Clock {
                constructor(...at) { super(...(at.length ? at : [Clock.now() + window.later])) }
            }",
        )
        .await;
        open_in_a_hurry(t).await;
        t.text("Aggiornato alle ").appears().await;
        t.intercept_here(&format!(
            "({{ path }}) => path.endsWith('/transfers') && {LOST}"
        ))
        .await;
        t.status("L'ultimo aggiornamento non è riuscito. Il servizio non è raggiungibile.")
            .appears()
            .await;
        let when = t.text("Aggiornato alle ").read().await;
        t.script("window.later = 3_600_000").await;
        looks_more(t, 0).await;
        t.text(&when).appears().await;
        t.is_accessible("numbers that are not up to date").await;

        t.let_pass().await;
        t.status("L'ultimo aggiornamento").disappears().await;
        t.text(&when).disappears().await;
        t.text("Aggiornato alle ").appears().await;
    });
}

#[test]
fn deleting_and_disabling_say_how_much_still_waits() {
    e2e(async |t| {
        open_sending_account(t).await;
        t.stack
            .activecampaign("negozio", "keys", &json!({ "accepted": ["another"] }));
        assert_eq!(t.stack.order("1045", "anna@example.com").status, 202);
        counter(t, 1).has_text("1").await;
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Elimina Account").click().await;
        t.text("Dati in attesa di invio che andrebbero persi: 1.")
            .appears()
            .await;
        t.button("Annulla").click().await;
        t.button("Disattiva Account").click().await;
        t.text("Dati già in attesa di invio: 1. Restano qui e partono quando lo riattivi.")
            .appears()
            .await;
        t.button("Disattiva").click().await;
        t.status("Negozio è disattivato").appears().await;
        t.row("Negozio").contains("In attesa: 1").await;
    });
}
