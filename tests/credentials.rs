//! Section 2: Credenziali.

mod support;
use support::*;

const NAME: &str = "passepartoutspa1617115965";

#[test]
fn credenziali_is_in_the_page_only_while_piattaforma_is_activecampaign() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.heading("Generale").appears().await;
        t.field("Nome Account").disappears().await;
        t.field("Piattaforma").choose("ActiveCampaign").await;
        t.heading("Credenziali").appears().await;
        t.status("Nella pagina c'è ora la sezione Credenziali.")
            .has_count(1)
            .await;
        t.field("Piattaforma").has_focus().await;
        t.field("Piattaforma")
            .choose("--- Seleziona opzione ---")
            .await;
        t.heading("Credenziali").disappears().await;
    });
}

#[test]
fn switching_away_and_back_keeps_what_was_typed() {
    e2e(async |t| {
        t.open_new_account().await;
        t.field("Nome Account").fill("negozio").await;
        t.field("API Key").fill(KEY).await;
        t.field("Piattaforma")
            .choose("--- Seleziona opzione ---")
            .await;
        t.field("Nome Account").disappears().await;
        t.field("Piattaforma").choose("ActiveCampaign").await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key").has_value(KEY).await;
    });
}

#[test]
fn people_paste_the_whole_url_and_the_field_takes_the_name_out_of_it() {
    e2e(async |t| {
        t.open_new_account().await;
        let name = t.field("Nome Account");
        for pasted in [
            "https://passepartoutspa1617115965.api-us1.com",
            "passepartoutspa1617115965.api-us1.com",
            "http://passepartoutspa1617115965.api-us1.com/api/3/",
            "  HTTPS://PassepartoutSpa1617115965.API-US1.com/  ",
            "\"https://passepartoutspa1617115965.api-us1.com\"",
            "ACTIVECAMPAIGN_URL=https://passepartoutspa1617115965.api-us1.com",
        ] {
            name.paste(pasted).await;
            name.has_value(NAME).await;
            // … and announces what was recognised.
            name.has_description("Nome preso dall'indirizzo incollato: passepartoutspa1617115965")
                .await;
        }
    });
}

#[test]
fn what_was_understood_of_a_paste_can_be_undone() {
    e2e(async |t| {
        t.open_new_account().await;
        let name = t.field("Nome Account");
        name.paste("Negozio.api-us1.com").await;
        name.has_value("negozio").await;
        t.button("Ripristina il testo incollato").click().await;
        name.has_value("Negozio.api-us1.com").await;
        name.has_focus().await;
        // The corrected value stays and can be saved.
        t.press(Key::Tab).await;
        name.has_value("Negozio.api-us1.com").await;
        t.field("Descrizione").fill("Negozio").await;
        t.field("API Key").fill(KEY).await;
        t.button("Salva").click().await;
        t.field("Nome Account").has_value("negozio").await;
    });
}

#[test]
fn the_address_of_the_login_page_is_recognised() {
    e2e(async |t| {
        t.open_new_account().await;
        t.field("Nome Account")
            .paste("https://negozio.activehosted.com/overview")
            .await;
        t.field("Nome Account").has_value("negozio").await;
        t.text("Nome preso dall'indirizzo di accesso ad ActiveCampaign: negozio. Controlla")
            .appears()
            .await;
    });
}

#[test]
fn a_url_of_another_site_is_refused_with_the_reason() {
    e2e(async |t| {
        t.open_new_account().await;
        let name = t.field("Nome Account");
        for (pasted, reason) in [
            (
                "https://www.example.com",
                "Non è l'indirizzo di un account ActiveCampaign",
            ),
            (
                "negozio.api-us1.com.evil.example",
                "Non è l'indirizzo di un account ActiveCampaign",
            ),
            (
                "https://negozio.api-eu1.com",
                "non è abilitato in questo servizio. Chiedi all'assistenza",
            ),
            ("https://192.168.0.1/", "È un indirizzo IP"),
            ("https://negozio.api-us1.com:8443", "contiene una porta"),
            ("io@negozio.api-us1.com", "Contiene una @"),
        ] {
            name.paste(pasted).await;
            name.has_error(reason).await;
            name.has_value(pasted).await;
        }
    });
}

#[test]
fn a_url_of_a_further_api_host_is_remembered_once_the_operator_allows_it() {
    let settings = [("ACTIVECAMPAIGN_HOSTS", "api-eu1.com")];
    e2e_with(&settings, async |t| {
        t.fill_in_account("Negozio", "altro", KEY).await;
        let name = t.field("Nome Account");
        name.paste("https://Negozio.api-eu1.com/").await;
        name.has_value("negozio.api-eu1.com").await;
        t.button("Salva").click().await;
        t.heading("Ecommerce").appears().await;
        name.has_value("negozio.api-eu1.com").await;
        t.reload().await;
        name.has_value("negozio.api-eu1.com").await;

        // The stored key is not sent to the account of the same name at another host.
        name.paste("https://negozio.api-us1.com").await;
        name.has_value("negozio.api-us1.com").await;
        t.field("API Key")
            .has_description("Hai cambiato Nome Account: serve la chiave del nuovo account.")
            .await;
        t.field("API Key").fill(OTHER_KEY).await;
        t.button("Salva").click().await;
        name.has_value("negozio").await;

        name.paste("https://negozio.api-ca1.com").await;
        name.has_error("non è abilitato in questo servizio").await;
    });
}

#[test]
fn a_key_in_the_names_place_and_the_other_way_round() {
    e2e(async |t| {
        t.open_new_account().await;
        t.field("Nome Account").paste(KEY).await;
        t.field("API Key").has_value(KEY).await;
        t.field("Nome Account").has_value("").await;
        t.text("Era una chiave: è stata spostata nel campo API Key.")
            .appears()
            .await;

        t.field("API Key")
            .paste("https://negozio.api-us1.com")
            .await;
        t.field("Nome Account").has_value("negozio").await;
        t.field("API Key").has_value("").await;
        t.text("Era un indirizzo: il nome è stato spostato nel campo Nome Account.")
            .appears()
            .await;
    });
}

#[test]
fn api_key_is_masked_with_a_button_to_show_what_is_being_typed() {
    e2e(async |t| {
        t.open_new_account().await;
        t.field("API Key").fill("segreta").await;
        t.css("#api-key[type=password]").appears().await;
        t.button("Mostra la chiave").click().await;
        t.css("#api-key[type=text]").has_value("segreta").await;
        t.button("Nascondi la chiave").click().await;
        t.css("#api-key[type=password]").has_value("segreta").await;
    });
}

#[test]
fn a_whole_line_and_quotes_around_a_key_are_taken_off() {
    e2e(async |t| {
        let line = format!(" API_KEY=\"{KEY}\" ");
        t.fill_in_account("Negozio", "negozio", "x").await;
        t.field("API Key").paste(&line).await;
        t.button("Salva").click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
    });
}

#[test]
fn once_saved_the_key_never_travels_back_to_the_browser() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        // Every response is searched.
        t.intercept(
            "({ request, send }) => send(request).then(async (answer) => {
                window.answers = (window.answers ?? '') + await answer.clone().text();
                return answer;
            })",
        )
        .await;
        t.open_account(&id).await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
        let everything = "return window.answers + document.documentElement.outerHTML
            + [...document.querySelectorAll('input')].map((it) => it.value)
            + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
        let everything = t.script(everything).await.to_string();
        assert!(everything.contains("negozio"));
        assert!(!everything.contains(&KEY[..20]));
    });
}

#[test]
fn leaving_it_empty_keeps_the_stored_key() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Sostituisci").click().await;
        t.field("API Key").has_focus().await;
        t.field("API Key").has_value("").await;
        t.field("API Key")
            .has_description("Lascia vuoto per tenere la chiave salvata.")
            .await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;

        t.button("Sostituisci").click().await;
        t.field("API Key").fill("x").await;
        t.button("Annulla").click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
        t.button("Sostituisci").has_count(1).await;

        t.button("Sostituisci").click().await;
        t.field("API Key").fill(OTHER_KEY).await;
        t.button("Salva").click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con 4321")
            .await;
    });
}

#[test]
fn changing_nome_account_asks_for_the_key_again() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.field("Nome Account").fill("altro").await;
        t.field("API Key").has_value("").await;
        t.field("API Key")
            .has_description("Hai cambiato Nome Account: serve la chiave del nuovo account.")
            .await;
        t.button("Salva").click().await;
        t.field("API Key")
            .has_error("Hai cambiato Nome Account: scrivi la chiave del nuovo account.")
            .await;
        t.field("API Key").has_focus().await;
        // The saved name needs no key.
        t.field("Nome Account").fill("negozio").await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con cdef")
            .await;
        t.field("Nome Account").fill("altro").await;
        t.field("API Key").fill(OTHER_KEY).await;
        t.button("Salva").click().await;
        t.field("API Key")
            .has_value("Chiave salvata, termina con 4321")
            .await;
    });
}

#[test]
fn a_help_panel_shows_where_in_activecampaign_both_values_are() {
    e2e(async |t| {
        t.open_new_account().await;
        // Open while the credentials are empty.
        t.text("Scegli Sviluppatore.").appears().await;
        t.text("Copia il campo URL e incollalo in Nome Account")
            .appears()
            .await;
        t.text("Copia il campo Chiave e incollalo in API Key.")
            .appears()
            .await;
        t.css(".drawing").appears().await;
    });
}
