//! Section 2: Salva, when it fails. No failure loses input.

mod support;
use support::*;

/// The input is still in the form, the key included.
async fn all_is_still_there(t: &Test) {
    t.field("Descrizione").has_value("Negozio").await;
    t.field("Nome Account").has_value("negozio").await;
    t.field("API Key").has_value(KEY).await;
}

/// Presses *Ricarica la pagina*; no question appears, because the page has told what is kept.
async fn reloads_unasked(t: &Test) {
    t.script(
        "addEventListener('beforeunload', (it) => sessionStorage.asked = it.defaultPrevented);
        window.sameAsBefore = true",
    )
    .await;
    t.button("Ricarica la pagina").click().await;
    t.becomes_true("the page is a new one", "return !window.sameAsBefore")
        .await;
    assert_eq!(t.script("return sessionStorage.asked").await, "false");
}

#[test]
fn salva_stores_the_settings() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.button("Salva").click().await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        let accounts = t.stack.accounts();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0]["description"], "Negozio");
        assert_eq!(accounts[0]["account_name"], "negozio");
        assert_eq!(accounts[0]["api_key"]["last4"], "cdef");
        let id = accounts[0]["id"].as_str().unwrap_or_default();
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.reload().await;
        t.field("Nome Account").has_value("negozio").await;
    });
}

#[test]
fn a_new_account_that_was_saved_is_still_the_same_page() {
    e2e(async |t| {
        // Low enough to need scrolling.
        t.viewport(1280, 500).await;
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.script("document.querySelector('#description').sameAsBefore = true; scrollTo(0, 120)")
            .await;
        t.becomes_true("the page is scrolled", "return scrollY === 120")
            .await;
        t.button("Salva").click().await;
        t.heading("Ecommerce").appears().await;
        t.becomes_true(
            "the address is the account's",
            "return !location.pathname.endsWith('/new')",
        )
        .await;
        t.focus_is(r#"button "Salva""#).await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        let same = "return document.querySelector('#description').sameAsBefore === true";
        assert_eq!(t.script(same).await, true);
        assert_eq!(t.script("return scrollY").await, 120);
    });
}

#[test]
fn a_proxy_that_is_down_costs_nothing_typed_and_riprova_saves_once() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.stack.stop_proxy();
        t.button("Salva").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        all_is_still_there(t).await;
        t.button("Riprova").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        all_is_still_there(t).await;
        t.stack.start_proxy_again();
        t.button("Riprova").click().await;
        t.heading("Ecommerce").appears().await;
        t.text("Il servizio non è raggiungibile.")
            .disappears()
            .await;
        assert_eq!(t.stack.accounts().len(), 1);
    });
}

#[test]
fn saving_twice_creates_one_account() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.script("const form = document.querySelector('form'); form.requestSubmit(); form.requestSubmit()")
            .await;
        t.heading("Ecommerce").appears().await;
        t.button("Salva").click().await;
        t.status("Account salvato").appears().await;
        assert_eq!(t.stack.accounts().len(), 1);
    });
}

#[test]
fn an_answer_that_is_lost_does_not_make_a_second_account() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(&format!(
            "({{ method, path, request, send }}) => method === 'POST' && path === '/api/v1/accounts'
                && !window.wasLost && send(request).then(() => {{
                    window.wasLost = true;
                    return {LOST};
                }})"
        ))
        .await;
        t.button("Salva").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        assert_eq!(t.stack.accounts().len(), 1);
        all_is_still_there(t).await;
        t.button("Riprova").click().await;
        t.heading("Ecommerce").appears().await;
        assert_eq!(t.stack.accounts().len(), 1);
    });
}

#[test]
fn while_it_is_being_saved_the_button_says_so() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(
            "({ method, path, request, send }) => method === 'POST' && path === '/api/v1/accounts'
                && new Promise((go) => { window.letItGo = go }).then(() => send(request))",
        )
        .await;
        t.button("Salva").click().await;
        t.button("Salvataggio…").appears().await;
        // Input typed meanwhile is kept too.
        t.field("Descrizione").fill("Bottega").await;
        t.script("window.letItGo()").await;
        t.heading("Ecommerce").appears().await;
        t.field("Descrizione").has_value("Bottega").await;
        t.text("Ci sono modifiche non salvate.").appears().await;
    });
}

#[test]
fn the_pop_up_of_an_earlier_attempt_goes_when_salva_is_pressed() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.button("Chiudi").focus().await;
        t.intercept_here(
            "({ method, request, send }) => method === 'PUT'
                && new Promise((go) => { window.letItGo = go }).then(() => send(request))",
        )
        .await;
        t.press_with(Key::Control, 's').await;
        t.button("Salvataggio…").appears().await;
        t.status("Connessione riuscita").disappears().await;
        t.focus_is(r#"button "Salvataggio…""#).await;
        t.script("window.letItGo()").await;
        t.status("Account salvato.").appears().await;
    });
}

/// From now on no session is issued.
async fn session_is_over(t: &Test) {
    t.intercept_here(
        "({ path }) => (path.startsWith('/api/') || path === '/demo/token')
            && Response.json({ type: 'about:blank', title: '', status: 401,
                code: 'unauthenticated' }, { status: 401 })",
    )
    .await;
}

#[test]
fn a_session_that_is_over_costs_nothing_typed() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        session_is_over(t).await;
        t.button("Salva").click().await;
        t.text("La sessione è scaduta.").appears().await;
        t.text("Torna al back office, accedi di nuovo e riprova.")
            .appears()
            .await;
        t.text("Se ricarichi la pagina, la bozza resta, tranne la chiave.")
            .appears()
            .await;
        all_is_still_there(t).await;
        t.let_pass().await;
        t.button("Riprova").click().await;
        t.heading("Ecommerce").appears().await;
    });
}

#[test]
fn whoever_reloads_after_the_session_was_over_is_not_asked_and_loses_only_the_key() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        session_is_over(t).await;
        t.button("Salva").click().await;
        reloads_unasked(t).await;
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Negozio").await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key").has_value("").await;
        // Any other way out still asks.
        assert!(t.asks_before_it_goes().await);
    });
}

#[test]
fn a_token_that_has_ended_is_renewed_in_silence() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(
            "({ method, path }) => method === 'POST' && path === '/api/v1/accounts'
                && !window.wasRefused && (window.wasRefused = true)
                && Response.json({ type: 'about:blank', title: '', status: 401,
                    code: 'unauthenticated' }, { status: 401 })",
        )
        .await;
        t.button("Salva").click().await;
        t.heading("Ecommerce").appears().await;
    });
}

#[test]
fn a_page_older_than_the_proxy_says_so_and_reloads_without_losing_the_draft() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(
            "({ method, path }) => method === 'POST' && path === '/api/v1/accounts'
                && Response.json({ another: 'shape' }, { status: 201 })",
        )
        .await;
        t.button("Salva").click().await;
        t.text("Questa pagina non è più aggiornata.")
            .appears()
            .await;
        all_is_still_there(t).await;
        t.text("La bozza resta, tranne la chiave.").appears().await;
        reloads_unasked(t).await;
        t.button("Riprendi la bozza").click().await;
        t.field("Descrizione").has_value("Negozio").await;
    });
}

#[test]
fn offline_is_said_in_a_bar_and_costs_nothing_typed() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.offline(true).await;
        t.status("Sei senza connessione: quanto scrivi resta nella pagina")
            .appears()
            .await;
        t.button("Salva").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        all_is_still_there(t).await;
        t.offline(false).await;
        t.text("Sei senza connessione").disappears().await;
        t.button("Riprova").click().await;
        t.heading("Ecommerce").appears().await;
    });
}

#[test]
fn a_page_that_opens_while_the_proxy_is_down_can_be_asked_again() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.intercept(&format!(
            "({{ path }}) => path.startsWith('/api/') && {LOST}"
        ))
        .await;
        // The list is loaded together with the session, the account by a separate request.
        for (path, requests) in [("/".to_owned(), 1), (format!("/accounts/{id}"), 2)] {
            t.open(&path).await;
            t.becomes_true(
                "all that was asked for has failed",
                &format!("return document.querySelectorAll('.failure').length === {requests}"),
            )
            .await;
            t.let_pass().await;
            // Several requests failed: one message, and one press retries all.
            t.button("Riprova").click().await;
            t.text("Il servizio non è raggiungibile.")
                .disappears()
                .await;
            t.text("Negozio").first().appears().await;
        }
    });
}
