//! Section 2: Dati Account, from Generale to Salva.

mod support;
use serde_json::json;
use support::*;

#[test]
fn opened_by_aggiungi_and_by_modifica() {
    e2e(async |t| {
        t.open("/").await;
        t.toolbar().button("Aggiungi Account").click().await;
        t.path_becomes("/accounts/new").await;
        t.heading("Dati Account").appears().await;
        t.heading("Generale").appears().await;
        let id = t.stack.add_account("Negozio", "negozio");
        t.open("/").await;
        t.row("Negozio").click().await;
        t.button("Modifica Account").click().await;
        t.path_becomes(&format!("/accounts/{id}")).await;
        t.heading("Dati Account – Negozio").appears().await;
        t.field("Descrizione").has_value("Negozio").await;
    });
}

#[test]
fn descrizione_is_required_a_label_of_the_merchants_own() {
    e2e(async |t| {
        t.fill_in_account("", "negozio", KEY).await;
        t.button("Salva").click().await;
        t.field("Descrizione")
            .has_error("Scrivi una descrizione.")
            .await;
        t.field("Descrizione").fill("Il più bello 🛒 «1»").await;
        t.button("Salva").click().await;
        t.heading("Dati Account – Il più bello 🛒 «1»")
            .appears()
            .await;
    });
}

#[test]
fn piattaforma_is_required_and_starts_at_seleziona_opzione() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.field("Piattaforma").has_value("").await;
        t.css("#platform option:checked")
            .has_text("--- Seleziona opzione ---")
            .await;
        t.field("Descrizione").fill("Negozio").await;
        t.button("Salva").click().await;
        t.field("Piattaforma")
            .has_error("Scegli una piattaforma.")
            .await;
        t.field("Piattaforma").has_focus().await;
    });
}

#[test]
fn choices_activecampaign_clerk_io_wa_smart_business_telegram() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.field("Piattaforma").appears().await;
        let choices = "return [...document.querySelectorAll('#platform option')]
            .map((it) => it.textContent).join('|')";
        assert_eq!(
            t.script(choices).await,
            "--- Seleziona opzione ---|ActiveCampaign|Clerk.io|WA Smart Business|Telegram"
        );
    });
}

#[test]
fn another_choice_shows_in_plain_words_that_it_is_not_configured_yet_and_cannot_be_saved() {
    e2e(async |t| {
        let all = [
            "activecampaign",
            "clerk_io",
            "wa_smart_business",
            "telegram",
        ];
        t.demo_session(&json!({ "modules": all })).await;
        t.open("/accounts/new").await;
        t.field("Descrizione").fill("Altro").await;
        for platform in ["Clerk.io", "WA Smart Business", "Telegram"] {
            t.field("Piattaforma").choose(platform).await;
            t.text(&format!(
                "{platform} non si configura ancora da questa pagina."
            ))
            .appears()
            .await;
            t.heading("Credenziali").disappears().await;
            t.button("Salva").click().await;
            t.field("Piattaforma")
                .has_error("Questa piattaforma non si configura ancora da qui.")
                .await;
        }
        assert_eq!(t.stack.accounts().len(), 0);
    });
}

#[test]
fn another_choice_is_explained_where_activecampaign_is_already_configured_too() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        let modules = json!({ "modules": ["activecampaign", "telegram"] });
        t.demo_session(&modules).await;
        t.open("/accounts/new").await;
        t.link("Apri Negozio").appears().await;
        t.field("Piattaforma").choose("Telegram").await;
        t.field("Piattaforma")
            .has_description("Telegram non si configura ancora da questa pagina.")
            .await;
        t.link("Apri Negozio").appears().await;
    });
}

#[test]
fn the_platform_cannot_be_changed_once_saved() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Piattaforma").is_disabled().await;
        t.css("#platform option:checked")
            .has_text("ActiveCampaign")
            .await;
        t.field("Piattaforma")
            .has_description("La piattaforma non si può cambiare dopo il salvataggio.")
            .await;
    });
}

#[test]
fn errors_stand_beside_their_fields_and_the_first_one_gets_the_focus() {
    e2e(async |t| {
        t.open_new_account().await;
        t.button("Salva").click().await;
        t.field("Descrizione").has_focus().await;
        t.status("Controlla i campi segnalati.").appears().await;
        for (field, error) in [
            ("Descrizione", "Scrivi una descrizione."),
            (
                "Nome Account",
                "Scrivi il nome dell'account ActiveCampaign.",
            ),
            ("API Key", "Scrivi la chiave API."),
        ] {
            t.field(field).has_error(error).await;
        }
        let beside =
            "return [...document.querySelectorAll('[aria-invalid=true]')].every((field) => {
            const error = field.closest('.field').querySelector('.field-error');
            const gap = error.getBoundingClientRect().top - field.getBoundingClientRect().bottom;
            return gap >= 0 && gap < 40;
        })";
        assert_eq!(t.script(beside).await, true);

        t.field("Descrizione").fill("Negozio").await;
        t.text("Scrivi una descrizione.").disappears().await;
        t.button("Salva").click().await;
        t.field("Nome Account").has_focus().await;
        t.field("Nome Account").fill("negozio").await;
        t.button("Salva").click().await;
        t.field("API Key").has_focus().await;
    });
}

#[test]
fn what_the_proxy_refuses_stands_beside_its_field_too() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.intercept_here(
            "({ method, path }) => method === 'POST' && path === '/api/v1/accounts'
                && Response.json({ type: 'about:blank', title: '', status: 422,
                    code: 'invalid_fields', errors: [{ pointer: '/account_name', code: 'too_long' }],
                }, { status: 422 })",
        )
        .await;
        t.button("Salva").click().await;
        t.field("Nome Account")
            .has_error("Al massimo 63 caratteri")
            .await;
        t.field("Nome Account").has_focus().await;
        t.field("API Key").has_value(KEY).await;
    });
}

#[test]
fn ctrl_s_saves_wherever_the_focus_is() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        t.field("API Key").focus().await;
        t.press_with(Key::Control, 's').await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        t.field("Descrizione").fill("Bottega").await;
        t.press_with(Key::Meta, 's').await;
        t.heading("Dati Account – Bottega").appears().await;
    });
}

#[test]
fn ctrl_s_in_piattaforma_saves_what_is_chosen_there() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.field("Descrizione").fill("Negozio").await;
        t.field("Piattaforma").focus().await;
        // As in browsers that fire `change` only on blur.
        t.script("document.querySelector('#platform').value = 'activecampaign'")
            .await;
        t.press_with(Key::Control, 's').await;
        t.field("Nome Account").has_focus().await;
        t.field("Nome Account")
            .has_error("Scrivi il nome dell'account ActiveCampaign.")
            .await;
    });
}

#[test]
fn a_line_says_that_there_are_unsaved_changes() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.status("Ci sono modifiche non salvate.")
            .disappears()
            .await;
        t.field("Descrizione").fill("Bottega").await;
        t.status("Ci sono modifiche non salvate.").appears().await;
        t.field("Descrizione").fill("Negozio").await;
        t.status("Ci sono modifiche non salvate.")
            .disappears()
            .await;
    });
}

#[test]
fn the_floating_buttons_never_hide_the_focused_field() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        for (width, height) in [(1280, 500), (320, 568)] {
            t.viewport(width, height).await;
            t.open_account(&id).await;
            t.field("Descrizione").fill("Bottega").await;
            t.field("Descrizione").focus().await;
            for _ in 0..10 {
                let free = "const it = document.activeElement, box = it.getBoundingClientRect();
                    if (it.closest('.actions') || it === document.body) return true;
                    const top = document.elementFromPoint(box.x + box.width / 2, box.bottom - 2);
                    return it.contains(top) || top?.contains(it) || top?.outerHTML.slice(0, 120);";
                let found = t.script(free).await;
                let focused = t.focused().await;
                assert_eq!(found, true, "{focused} is hidden at {width} × {height}");
                t.press(Key::Tab).await;
            }
            // Undo the change, so that the next page opens without a question.
            t.field("Descrizione").fill("Negozio").await;
        }
    });
}
