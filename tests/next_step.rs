//! The page always shows the next step.

mod support;
use serde_json::json;
use support::*;

/// An account that sends orders.
fn sending_account(t: &Test, key: &str) -> String {
    let id = t.stack.add_account_with_key("Negozio", "negozio", key);
    t.stack.change_account(&id, |account| {
        account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
    });
    id
}

#[test]
fn from_the_first_save_to_the_first_order_each_step_names_the_next() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.button("Salva").click().await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        let banner = t.css(".state-banner");
        banner.contains("Da verificare").await;
        t.is_accessible("an account that was not tested").await;

        t.button("Test Connessione: esegui ora").click().await;
        t.status("Connessione riuscita")
            .contains("Per cominciare a inviare, attiva Abilita Ordini e salva.")
            .await;
        t.focus_is(r#"button "Test Connessione""#).await;
        banner.contains("Nulla da inviare").await;

        t.button("Abilita Ordini: vai all'interruttore")
            .click()
            .await;
        t.focus_is(r#"switch "Abilita Ordini""#).await;
        t.press(Key::Space).await;
        t.button("Salva").click().await;
        t.status("Account salvato.").appears().await;
        banner.contains("Invio attivo").await;

        t.stack.order("1042", "anna@rossi.example");
        banner.contains("Ultimo ordine inviato: ").await;
        t.is_accessible("an account that sends").await;
    });
}

#[test]
fn where_sending_has_stopped_the_banner_leads_to_the_key() {
    e2e(async |t| {
        let id = sending_account(t, "wrong-key");
        t.open_account(&id).await;
        t.stack.order("1042", "anna@rossi.example");
        let banner = t.css(".state-banner");
        banner.contains("Invio fermo: chiave rifiutata").await;
        banner.contains("ActiveCampaign rifiuta la chiave").await;
        t.is_accessible("an account whose sending has stopped")
            .await;
        t.button("Sostituisci la chiave").click().await;
        t.focus_is(r#"textbox "API Key""#).await;
    });
}

#[test]
fn a_disabled_account_is_enabled_from_its_page_and_what_was_typed_stays() {
    e2e(async |t| {
        let id = sending_account(t, KEY);
        t.stack.set_enabled(&id, false);
        t.stack.order("1042", "anna@rossi.example");
        t.open_account(&id).await;
        t.field("Descrizione").fill("Bottega").await;
        let banner = t.css(".state-banner");
        banner.contains("Finora ne sono arrivati: 1.").await;
        t.button("Attiva Account").click().await;
        t.status("Negozio è attivo.").appears().await;
        banner.contains("Da verificare").await;
        t.field("Descrizione").has_value("Bottega").await;
        t.button("Salva").click().await;
        t.heading("Dati Account – Bottega").appears().await;
    });
}

#[test]
fn what_is_to_be_looked_at_is_said_at_the_top() {
    e2e(async |t| {
        let id = sending_account(t, KEY);
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.stack.bad_order("1042");
        t.css(".state-banner")
            .contains("Qualcosa da guardare")
            .await;
        t.button("Invio dati: vai alla sezione").click().await;
        t.becomes_true(
            "the section has the focus",
            "return document.activeElement.id === 'transfers-fold'",
        )
        .await;
    });
}

#[test]
fn salva_e_prova_does_both_in_one_press() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.button("Salva e prova").click().await;
        t.status("Connessione riuscita").appears().await;
        assert_eq!(t.stack.accounts()[0]["last_test"]["outcome"], "ok");
        // Without changes it only tests.
        t.button("Salva e prova").click().await;
        t.status("Connessione riuscita").appears().await;
        assert_eq!(t.stack.accounts().len(), 1);
    });
}

#[test]
fn scarta_le_modifiche_puts_back_what_is_saved_and_can_be_undone() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Scarta le modifiche").disappears().await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Scarta le modifiche").click().await;
        t.field("Descrizione").has_value("Negozio").await;
        t.text("Ci sono modifiche non salvate.").disappears().await;
        t.focus_is_somewhere().await;
        t.button("Ripristina le modifiche").click().await;
        t.field("Descrizione").has_value("Bottega").await;
    });
}

#[test]
fn help_stands_open_while_the_credentials_are_empty_and_leads_to_the_page_of_activecampaign() {
    e2e(async |t| {
        t.open_new_account().await;
        t.text("Scegli Sviluppatore.").appears().await;
        t.css(".help a").disappears().await;
        t.field("Nome Account").fill("negozio1617").await;
        let href = "return document.querySelector('.help a')?.href
            === 'https://negozio1617.activehosted.com/app/settings/developer'";
        t.becomes_true("the link leads there", href).await;
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_anyway(&format!("/accounts/{id}")).await;
        t.heading("Ecommerce").appears().await;
        t.text("Scegli Sviluppatore.").disappears().await;
    });
}

#[test]
fn a_second_press_on_test_connessione_does_not_cancel_it() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "stalled");
        t.open_account(&id).await;
        let place = "const it = document.getElementById('test').getBoundingClientRect();
            return [it.x + it.width / 2, it.y + it.height / 2]";
        let before = t.script(place).await;
        t.button("Test Connessione").click().await;
        t.button("Annulla test").appears().await;
        let under = format!("return document.elementFromPoint(...{before}).closest('button')?.id");
        assert_eq!(t.script(&under).await, "test");
        t.button("Test in corso…").click().await;
        t.button("Annulla test").appears().await;
        t.status("Test annullato.").disappears().await;
    });
}

#[test]
fn after_a_pasted_url_tab_goes_to_the_key() {
    e2e(async |t| {
        t.open_new_account().await;
        t.field("Nome Account")
            .paste("https://negozio.api-us1.com")
            .await;
        t.field("Nome Account").has_value("negozio").await;
        t.button("Ripristina il testo incollato").appears().await;
        t.press(Key::Tab).await;
        t.focus_is(r#"textbox "API Key""#).await;
        let described = "const it = document.getElementById('account-name');
            return it.getAttribute('aria-describedby').split(' ')
                .map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
                .includes('Ripristina')";
        assert_eq!(t.script(described).await, false);
    });
}

#[test]
fn what_cannot_be_a_name_or_a_key_is_refused_with_the_right_reason() {
    e2e(async |t| {
        t.open_new_account().await;
        for (typed, reason) in [
            ("https://x.api-us1.com Chiave: 0a1b", "C'è più di un valore"),
            ("api-us1.com", "Manca il nome dell'account"),
        ] {
            t.field("Nome Account").fill(typed).await;
            t.field("API Key").focus().await;
            t.field("Nome Account").has_error(reason).await;
        }
        t.field("Nome Account").fill("negozio").await;
        for (typed, reason) in [
            ("mario@mioshop.it", "È un indirizzo e-mail"),
            ("********", "che nascondono la chiave"),
        ] {
            t.field("API Key").fill(typed).await;
            t.field("Descrizione").focus().await;
            t.field("API Key").has_error(reason).await;
        }
        t.field("API Key").fill("abc").await;
        t.field("Descrizione").focus().await;
        t.field("API Key")
            .has_description("questa ne ha 3: controlla di averla copiata tutta")
            .await;
    });
}

#[test]
fn invia_di_nuovo_says_when_an_order_is_refused_again() {
    e2e(async |t| {
        let id = sending_account(t, KEY);
        t.stack.activecampaign(
            "negozio",
            "refuse",
            &json!({ "email_domain": "bad.example" }),
        );
        t.stack.order("1042", "anna@bad.example");
        t.open_account(&id).await;
        t.button("Invia di nuovo Ordine 1042").click().await;
        t.status("Rifiutato di nuovo: Ordine 1042.").appears().await;
        t.button("Invia di nuovo Ordine 1042").appears().await;
    });
}

#[test]
fn invia_di_nuovo_pressed_twice_sends_once_and_never_says_0() {
    e2e(async |t| {
        let id = sending_account(t, KEY);
        t.stack.activecampaign(
            "negozio",
            "refuse",
            &json!({ "email_domain": "bad.example" }),
        );
        t.stack.order("1042", "anna@bad.example");
        t.open_account(&id).await;
        t.button("Invia di nuovo Ordine 1042").appears().await;
        // Waiting items are sent later: the second press finds them waiting.
        t.stack
            .activecampaign("negozio", "faults", &json!({ "always": "maintenance" }));
        t.intercept_here(
            "async ({ path, request, send }) => {
                if (!path.endsWith('/retry')) return;
                window.retries = (window.retries ?? 0) + 1;
                return send(request);
            }",
        )
        .await;
        t.script(
            "const it = [...document.querySelectorAll('button')]
                .find((it) => it.ariaLabel === 'Invia di nuovo Ordine 1042');
            it.click();
            it.click()",
        )
        .await;
        t.status("Di nuovo in attesa di invio: 1.").appears().await;
        assert_eq!(t.script("return window.retries").await, 1);
    });
}

#[test]
fn in_attesa_counts_what_waits_for_its_turn_not_the_held_carts() {
    e2e(async |t| {
        let held = json!({ "waiting": 3, "held": 2, "sent": 0, "failed": 0 });
        let account = with(account(1, "Negozio"), "transfers", held);
        t.list_of(&[account]).await;
        t.open("/").await;
        t.row("Negozio").contains("In attesa: 1").await;
    });
}

#[test]
fn a_save_is_announced_once() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.script(
            "window.said = [];
            const live = '[role=status], [role=alert], [aria-live]';
            new MutationObserver((changes) => {
                for (const { target, addedNodes } of changes) {
                    const element = target.nodeType === 1 ? target : target.parentElement;
                    if (!element?.closest(live)) continue;
                    const text = [...addedNodes].map((it) => it.textContent).join('')
                        || (target.nodeType === 3 ? target.data : '');
                    if (/salvat/i.test(text)) window.said.push(text);
                }
            }).observe(document.body, { childList: true, subtree: true, characterData: true })",
        )
        .await;
        t.button("Salva").click().await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        t.heading("Ecommerce").appears().await;
        let said = t.script("return window.said").await;
        assert_eq!(said.as_array().map(Vec::len), Some(1), "{said}");
    });
}

#[test]
fn the_button_that_shows_the_key_says_what_it_does_and_no_state_besides() {
    e2e(async |t| {
        t.open_new_account().await;
        t.button("Mostra la chiave").click().await;
        t.button("Nascondi la chiave").appears().await;
        t.css("[aria-pressed]").disappears().await;
    });
}

#[test]
fn with_a_unified_cart_the_page_does_not_promise_that_very_cart() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.demo_session(&json!({ "unified_cart": true })).await;
        t.open_account(&id).await;
        t.text("apre il carrello attuale dell'utente")
            .appears()
            .await;
        t.text("riapre proprio quel carrello").disappears().await;
    });
}

#[test]
fn every_state_of_the_form_is_accessible_and_fits_a_phone() {
    e2e(async |t| {
        for words in [Words::italian(), Words::english()] {
            t.demo_session(&json!({ "lang": words.lang })).await;
            let id = sending_account(t, KEY);
            for (enabled, order) in [(false, false), (true, false), (true, true)] {
                t.stack.set_enabled(&id, enabled);
                if order {
                    t.stack.bad_order("1042");
                }
                for (width, dark) in [(1280, false), (1280, true), (320, false), (320, true)] {
                    t.viewport(width, 800).await;
                    t.media(Media {
                        dark,
                        ..Media::default()
                    })
                    .await;
                    t.open(&format!("/accounts/{id}")).await;
                    t.css(".state-banner").appears().await;
                    let state = format!("{enabled} {order} {width} {dark} {}", words.lang);
                    t.is_accessible(&state).await;
                    t.has_no_horizontal_scrolling(&state).await;
                    t.screenshot(&format!("look-form-{}", state.replace(' ', "-")))
                        .await;
                }
            }
            t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        }
    });
}
