//! The state of an account in the list, and lists that refresh themselves.

mod support;
use serde_json::{Value, json};
use support::*;

/// An account with a successful test and Abilita Ordini enabled.
fn working(id: u8, description: &str) -> Value {
    let account = with(
        account(id, description),
        "ecommerce",
        json!({ "orders": true, "abandoned_carts": false }),
    );
    with(account, "last_test", tested("ok", "2026-01-01T10:00:00Z"))
}

#[test]
fn stato_is_a_badge_with_colour_icon_and_word() {
    e2e(async |t| {
        let counters = json!({ "waiting": 0, "sent": 3, "failed": 1 });
        let off = json!({ "orders": false, "abandoned_carts": false });
        t.demo_session(&json!({ "modules": ["activecampaign"] }))
            .await;
        t.list_of(&[
            working(1, "a"),
            with(working(2, "b"), "last_test", Value::Null),
            with(working(3, "c"), "ecommerce", off),
            with(working(4, "d"), "stopped", json!("key_rejected")),
            with(working(5, "e"), "enabled", json!(false)),
            with(working(6, "f"), "platform", json!("telegram")),
            with(working(7, "g"), "transfers", counters),
        ])
        .await;
        t.open("/").await;
        t.column_becomes(
            3,
            &[
                "Invio attivo",
                "Da verificare",
                "Nulla da inviare",
                "Invio fermo: chiave rifiutata",
                "Disattivato",
                "Modulo non attivo",
                "Qualcosa da guardare",
            ],
        )
        .await;
        t.css(".badge .icon").has_count(7).await;
        let red = t.script("return getComputedStyle(document.querySelector('.badge-bad')).color");
        assert_eq!(red.await, "rgb(197, 38, 11)");
        t.is_accessible("every state in the list").await;
    });
}

#[test]
fn the_list_shows_by_itself_that_sending_has_stopped_and_why() {
    e2e(async |t| {
        let id = t
            .stack
            .add_account_with_key("Negozio", "negozio", "wrong-key");
        t.stack.change_account(&id, |account| {
            account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
        });
        t.open("/").await;
        t.row("Negozio").contains("Da verificare").await;
        t.stack.order("1042", "anna@rossi.example");
        t.row("Negozio")
            .contains("Invio fermo: chiave rifiutata")
            .await;
    });
}

#[test]
fn the_list_is_refreshed_on_demand() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        // The page's timers are stopped: nothing refreshes by itself.
        t.on_every_page("window.setInterval = () => 0").await;
        t.open("/").await;
        t.row("Negozio").contains("Da verificare").await;
        let id = t.stack.accounts()[0]["id"].clone();
        t.stack.set_enabled(id.as_str().unwrap_or_default(), false);
        t.button("Aggiorna").click().await;
        t.row("Negozio").contains("Disattivato").await;
        t.text("Aggiornato alle").appears().await;
    });
}

#[test]
fn the_only_account_is_selected_its_description_is_a_link_and_the_toolbar_is_one_tab_away() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.css("tr[aria-selected=true]").contains("Negozio").await;
        t.script("document.getElementById('page-title').focus()")
            .await;
        t.press(Key::Tab).await;
        t.focus_is(r#"button "Elimina Account""#).await;
        t.link("Negozio").click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
    });
}

#[test]
fn aggiungi_account_says_that_activecampaign_is_configured_before_it_opens_a_form() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").appears().await;
        t.toolbar().button("Aggiungi Account").click().await;
        let told = t.dialog("ActiveCampaign è già configurato");
        told.text("un nuovo account, per ora, non si potrebbe salvare")
            .appears()
            .await;
        t.is_accessible("the dialog before a second account").await;
        told.button("Annulla").click().await;
        told.disappears().await;
        assert_eq!(t.path().await, "/");
        t.toolbar().button("Aggiungi Account").click().await;
        told.button("Apri Negozio").click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.back().await;
        t.toolbar().button("Aggiungi Account").click().await;
        told.button("Apri comunque il modulo").click().await;
        t.path_becomes("/accounts/new").await;
    });
}

#[test]
fn elimina_names_what_was_refused_and_rejected() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.change_account(&id, |account| {
            account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
        });
        t.stack.activecampaign(
            "negozio",
            "refuse",
            &json!({ "email_domain": "bad.example" }),
        );
        t.stack.order("1042", "anna@bad.example");
        t.stack.bad_order("1043");
        t.open("/").await;
        t.row("Negozio").contains("In errore: 1").await;
        t.button("Elimina Account").click().await;
        let question = t.dialog("Eliminare Negozio?");
        question
            .text("rifiutati da ActiveCampaign, che non potresti più inviare di nuovo: 1.")
            .appears()
            .await;
        question
            .text("rifiutati all'arrivo, il cui elenco andrebbe perso: 1.")
            .appears()
            .await;
    });
}

#[test]
fn orders_skipped_while_an_account_was_off_are_counted_and_said() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.set_enabled(&id, false);
        t.stack.order("1042", "anna@rossi.example");
        t.open("/").await;
        t.button("Attiva Account").click().await;
        let said = "Arrivati mentre era disattivato, e non inviati: 1.";
        t.status(said).appears().await;
        t.open("/log").await;
        t.row(said).appears().await;
    });
}

#[test]
fn the_log_refreshes_itself_and_on_demand() {
    e2e(async |t| {
        t.open("/log").await;
        t.status("Log trovati: 0").appears().await;
        let id = t.stack.add_account("Negozio", "negozio");
        t.row("ha creato l'account.").appears().await;
        // The focused row keeps the focus.
        t.css(".grid-log tbody .lens").first().focus().await;
        t.stack.set_enabled(&id, false);
        t.row("ha disattivato l'account.").appears().await;
        t.focus_is_somewhere().await;
        t.button("Aggiorna").click().await;
        t.text("Aggiornato alle").appears().await;
    });
}

#[test]
fn a_row_of_the_log_has_seconds_and_leads_to_its_account() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        let refused = json!({
            "id": "1", "created_at": "2026-11-20T10:00:07Z", "kind": "error",
            "code": "order_refused", "params": { "number": "1042", "reason": "email_refused" },
            "account_id": id, "account_description": "Negozio", "details": null,
        });
        let page = json!({ "entries": [refused], "total": 1 });
        t.intercept(&format!(
            "({{ path }}) => path === '/api/v1/log' && Response.json({page})"
        ))
        .await;
        t.open("/log").await;
        t.row("Ordine 1042").contains(":00:07").await;
        t.row("Ordine 1042").link("Negozio").appears().await;
        t.row("Ordine 1042").link("apri l'account").click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
    });
}

#[test]
fn a_phone_shows_the_log_in_short_rows() {
    e2e(async |t| {
        t.viewport(320, 700).await;
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.set_enabled(&id, false);
        t.open("/log").await;
        t.row("ha disattivato l'account.").appears().await;
        let height = "return document.querySelector('.grid-log tbody tr').offsetHeight";
        let height = t.script(height).await.as_u64().unwrap_or(u64::MAX);
        assert!(height < 90, "a row is {height} pixels high");
        t.has_no_horizontal_scrolling("the log").await;
        t.is_accessible("the log on a phone").await;
    });
}
