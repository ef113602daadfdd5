//! Section 0 of the panel: the module.

mod support;
use serde_json::json;
use support::*;

const NOT_ACTIVE: &str = "ActiveCampaign – modulo non attivo";
const ALL_MODULES: [&str; 4] = [
    "activecampaign",
    "clerk_io",
    "wa_smart_business",
    "telegram",
];

#[test]
fn the_integration_is_available_only_where_its_module_has_been_activated_on_passstore() {
    e2e(async |t| {
        t.demo_session(&json!({ "modules": [] })).await;
        t.open("/accounts/new").await;
        t.css("option[value=activecampaign]").is_disabled().await;
        t.heading("Credenziali").disappears().await;

        // The proxy returns the same error to a page with an outdated session.
        t.demo_session(&json!({ "modules": ["activecampaign"] }))
            .await;
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(
            "({ method, path }) => method === 'POST' && path === '/api/v1/accounts'
                && Response.json({ type: 'about:blank', title: '', status: 422,
                    code: 'invalid_fields', errors: [{ pointer: '/platform', code: 'module_inactive' }],
                }, { status: 422 })",
        )
        .await;
        t.button("Salva").click().await;
        t.field("Piattaforma")
            .has_error("Il modulo non è attivo: attivalo su Passstore.")
            .await;
    });
}

#[test]
fn the_host_admin_says_which_modules_a_site_has() {
    e2e(async |t| {
        for (modules, text) in [
            (json!(["activecampaign"]), "ActiveCampaign"),
            (json!(["telegram"]), NOT_ACTIVE),
            (json!(ALL_MODULES), "ActiveCampaign"),
        ] {
            t.demo_session(&json!({ "modules": modules })).await;
            t.open("/accounts/new").await;
            t.css("option[value=activecampaign]").has_text(text).await;
        }
    });
}

#[test]
fn a_platform_without_its_module_can_be_seen_but_not_chosen_and_the_page_says_what_to_activate() {
    e2e(async |t| {
        t.demo_session(&json!({ "modules": [] })).await;
        t.open("/accounts/new").await;
        let option = t.css("option[value=activecampaign]");
        option.has_text(NOT_ACTIVE).await;
        option.is_disabled().await;
        t.text("Per collegare ActiveCampaign attiva il suo modulo su Passstore")
            .appears()
            .await;
        // Screen readers announce it at the field.
        t.field("Piattaforma")
            .has_description("attiva il suo modulo su Passstore")
            .await;
    });
}

#[test]
fn existing_accounts_of_a_platform_whose_module_was_switched_off_stay_visible_and_send_nothing() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.demo_session(&json!({ "modules": [] })).await;
        t.open("/").await;
        t.row("Negozio").contains("Modulo non attivo").await;
        t.row("Negozio").double_click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.text("Il modulo ActiveCampaign non è attivo su Passstore: le impostazioni restano")
            .appears()
            .await;
        t.field("Nome Account").has_value("negozio").await;
        assert_eq!(t.stack.accounts().len(), 1);

        t.demo_session(&json!({ "modules": ["activecampaign"] }))
            .await;
        t.open("/").await;
        t.row("Negozio").contains("Da verificare").await;
    });
}

#[test]
fn a_switched_off_module_does_not_hide_that_the_account_exists_already() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.demo_session(&json!({ "modules": [] })).await;
        t.open("/accounts/new").await;
        t.css("option[value=activecampaign]").is_disabled().await;
        t.link("Apri Negozio").click().await;
        t.field("Nome Account").has_value("negozio").await;
    });
}
