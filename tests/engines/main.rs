//! The main steps of a merchant in Firefox and in Safari's engine.
//!
//! `cargo xtask test` installs both engines where it can; the other browser tests run in Chromium.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong here has to fail the test there and then"
)]

#[path = "../support/mod.rs"]
mod support;

mod engine;
mod page;

use engine::Engine::{Firefox, WebKit};
use page::{Page, in_engine};
use support::{KEY, eventually};
use thirtyfour::Key;

/// One test for each engine.
macro_rules! in_every_engine {
    ($($name:ident: $way:expr;)*) => {
        mod firefox { $(#[test] fn $name() { super::in_engine(super::Firefox, $way) })* }
        mod webkit { $(#[test] fn $name() { super::in_engine(super::WebKit, $way) })* }
    };
}

in_every_engine! {
    from_an_empty_list_to_a_deleted_account: super::journey;
    everything_works_by_keyboard_alone: super::keyboard;
    the_outcomes_of_the_test_can_be_told_apart: super::outcomes;
    the_panel_opens_in_the_back_office: super::embedded;
}

/// List, form, save, test, choices, list, deletion.
async fn journey(page: &Page) {
    page.open("/").await;
    page.says("Nessun account configurato").await;
    page.press_control("Aggiungi Account").await;
    page.fill("#description", "Il mio negozio").await;
    page.choose("#platform", "ActiveCampaign").await;
    page.fill("#account-name", "negozio").await;
    page.fill("#api-key", KEY).await;
    page.press_control("Salva").await;
    page.says("Account salvato. Ora premi Test Connessione.")
        .await;
    page.press_control("Test Connessione").await;
    page.says("Connessione riuscita").await;
    // The pop-up of a success covers it for some seconds, where the window is low.
    eventually("the switch is not pressed", async || {
        page.css("#orders").await.click().await
    })
    .await;
    page.press_control("Salva").await;
    page.becomes_true(
        "the changes are saved",
        "return !document.body.innerText.includes('Ci sono modifiche non salvate')",
    )
    .await;
    assert_eq!(page.stack.accounts()[0]["ecommerce"]["orders"], true);

    page.press_control("Indietro").await;
    page.says("Invio attivo").await;
    page.press_control("Elimina Account").await;
    page.css("dialog[open] .dialog-answers button:last-child")
        .await
        .click()
        .await
        .unwrap();
    page.says("Nessun account configurato").await;
    assert!(page.stack.accounts().is_empty());
}

/// A new account without a pointer.
async fn keyboard(page: &Page) {
    page.open("/").await;
    page.says("Nessun account configurato").await;
    let add = page.control("Aggiungi Account").await;
    add.focus().await.unwrap();
    page.key(Key::Enter).await;
    page.css("#description").await;
    page.tab_to("#description").await;
    page.type_text("Negozio").await;
    page.tab_to("#platform").await;
    page.type_text("A").await;
    page.css("#account-name").await;
    page.tab_to("#account-name").await;
    page.type_text("negozio").await;
    page.tab_to("#api-key").await;
    page.type_text(KEY).await;
    page.key(Key::Enter).await;
    page.css("#ecommerce").await;
    assert_eq!(page.stack.accounts()[0]["account_name"], "negozio");

    // A question is answered by Escape, and nothing has happened.
    page.open("/").await;
    page.css("tbody tr").await;
    page.tab_to("tbody tr").await;
    page.control("Elimina Account").await.focus().await.unwrap();
    page.key(Key::Enter).await;
    page.css("dialog[open]").await;
    page.key(Key::Escape).await;
    page.becomes_true(
        "the question is gone",
        "return !document.querySelector('dialog[open]')",
    )
    .await;
    assert_eq!(page.stack.accounts().len(), 1);
}

/// The message of each outcome of the connection test.
async fn outcomes(page: &Page) {
    for (name, outcome) in [
        ("negozio", "Connessione riuscita"),
        ("unknown-account", "Account inesistente"),
        ("no-ecommerce", "Ecommerce non compreso nel piano"),
        ("maintenance", "Account sospeso o in manutenzione"),
        ("rate-limited", "Troppe richieste"),
        ("reset", "ActiveCampaign non raggiungibile"),
        ("broken-json", "Risposta inattesa"),
    ] {
        let id = page.stack.add_account("Negozio", name);
        page.open(&format!("/accounts/{id}")).await;
        page.press_control("Test Connessione").await;
        page.says(outcome).await;
        page.stack
            .api("DELETE", &format!("/accounts/{id}"), &[], None);
    }
}

/// The panel in a frame of another origin: token, title and height pass between both pages.
async fn embedded(page: &Page) {
    page.stack.add_account("Negozio di Milano", "negozio");
    page.open_url(page.stack.host_url()).await;
    page.css("iframe").await;
    page.becomes_true(
        "the back office has the panel's title",
        "return document.title.includes('Lista degli Account')",
    )
    .await;
    let frame = page.css("iframe").await;
    frame.enter_frame().await.unwrap();
    page.says("Negozio di Milano").await;
    let height = page
        .script("return document.body.getBoundingClientRect().height")
        .await;
    page.driver().enter_default_frame().await.unwrap();
    page.becomes_true(
        "the frame is as high as its content",
        &format!(
            "return Math.abs(document.querySelector('iframe').getBoundingClientRect().height - {height}) < 2"
        ),
    )
    .await;
}
