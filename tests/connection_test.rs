//! Section 2: Test Connessione.

mod support;
use support::*;

/// Account name, key, the displayed outcome, and the advice.
const OUTCOMES: &[(&str, &str, &str, &str)] = &[
    (
        "negozio",
        KEY,
        "Connessione riuscita",
        "Per cominciare a inviare, attiva Abilita Ordini e salva.",
    ),
    (
        "unknown-account",
        KEY,
        "Account inesistente",
        "Ricopia il campo URL da Impostazioni › Sviluppatore",
    ),
    (
        "negozio",
        "wrong-key",
        "Chiave rifiutata",
        "Ricopia il campo Chiave da Impostazioni › Sviluppatore",
    ),
    (
        "no-ecommerce",
        KEY,
        "Ecommerce non compreso nel piano",
        "Chiedi ad ActiveCampaign un piano che li comprenda",
    ),
    (
        "suspended",
        KEY,
        "Account sospeso o in manutenzione",
        "Controlla l'abbonamento in ActiveCampaign",
    ),
    (
        "maintenance",
        KEY,
        "Account sospeso o in manutenzione",
        "riprova più tardi",
    ),
    ("rate-limited", KEY, "Troppe richieste", "Riprova tra 7 s"),
    (
        "reset",
        KEY,
        "ActiveCampaign non raggiungibile",
        "Riprova tra qualche minuto",
    ),
    (
        "broken-json",
        KEY,
        "Risposta inattesa",
        "se succede ancora, contatta l'assistenza",
    ),
];

#[test]
fn a_merchant_can_tell_the_outcomes_apart_and_knows_what_to_do_about_each() {
    e2e(async |t| {
        for (name, key, outcome, advice) in OUTCOMES {
            let id = t.stack.add_account_with_key("Negozio", name, key);
            t.open_account(&id).await;
            t.button("Test Connessione").click().await;
            t.status(outcome).contains(advice).await;
            // … and the list keeps the result.
            t.button("Indietro").click().await;
            t.row("Negozio").contains(&format!("{outcome} · ")).await;
            t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        }
    });
}

#[test]
fn it_works_says_whose_account_and_whether_ecommerce_data_is_allowed() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        let result = t.status("Connessione riuscita");
        for part in [
            "Nome Account trovato: sì",
            "API Key accettata: sì",
            "Dati Ecommerce consentiti: sì",
            "Olivia Owner (owner@negozio.example)",
        ] {
            result.contains(part).await;
        }
    });
}

#[test]
fn each_step_has_its_own_result() {
    e2e(async |t| {
        for (name, key, steps) in [
            (
                "unknown-account",
                KEY,
                ["no", "non verificato", "non verificato"],
            ),
            ("negozio", "wrong-key", ["sì", "no", "non verificato"]),
            ("no-ecommerce", KEY, ["sì", "sì", "no"]),
        ] {
            let id = t.stack.add_account_with_key("Negozio", name, key);
            t.open_account(&id).await;
            t.button("Test Connessione").click().await;
            let names = [
                "Nome Account trovato",
                "API Key accettata",
                "Dati Ecommerce consentiti",
            ];
            for (number, (step, passed)) in names.iter().zip(steps).enumerate() {
                let item = t.css(".steps li").nth(number);
                item.has_text(&format!("{step}: {passed}")).await;
            }
            t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        }
    });
}

#[test]
fn it_is_disabled_with_the_reason_in_words_while_never_saved_or_with_unsaved_changes() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "negozio", KEY).await;
        let test = t.button("Test Connessione");
        test.is_disabled().await;
        test.has_description("Per il test salva prima l'account.")
            .await;
        t.text("Per il test salva prima l'account.").appears().await;
        t.button("Salva").click().await;
        test.is_enabled().await;
        t.field("Descrizione").fill("Bottega").await;
        test.is_disabled().await;
        test.has_description("Per il test salva prima le modifiche.")
            .await;
        t.field("Descrizione").fill("Negozio").await;
        test.is_enabled().await;
    });
}

#[test]
fn its_result_is_a_small_pop_up_at_the_bottom_of_the_page_announced_to_screen_readers() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        // The live region exists before its text.
        t.script("window.region = document.querySelector('.popup-region[role=status]')")
            .await;
        assert_eq!(t.script("return window.region.textContent").await, "");
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        let place =
            "const popup = document.querySelector('.popup'), box = popup.getBoundingClientRect();
            return window.region.contains(popup) && box.top > innerHeight / 2
                && box.bottom <= innerHeight && box.height < innerHeight / 2";
        assert_eq!(t.script(place).await, true);
        t.button("Test Connessione").has_focus().await;
        t.button("Chiudi").click().await;
        t.status("Connessione riuscita").disappears().await;
    });
}

#[test]
fn it_tries_the_saved_settings_and_pressed_ten_times_makes_one_call() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").appears().await;
        t.script(
            "const test = [...document.querySelectorAll('button')]
                .find((it) => it.textContent.includes('Test Connessione'));
            for (let n = 0; n < 10; n += 1) test.click()",
        )
        .await;
        t.status("Connessione riuscita").appears().await;
        assert_eq!(t.stack.calls("negozio")["by_kind"]["GET users/me"], 1);
        assert_eq!(t.stack.calls("negozio")["by_kind"]["GET connections"], 1);
    });
}

#[test]
fn two_people_testing_at_once_make_one_call() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "stalled");
        let other = t.another_browser().await;
        for browser in [&**t, &other] {
            browser.open_account(&id).await;
            browser.button("Test Connessione").click().await;
            browser.button("Test in corso…").appears().await;
        }
        eventually("ActiveCampaign is called", async || {
            match &t.stack.calls("stalled")["total"] {
                total if total == 1 => Ok(()),
                total => Err(format!("{total} times")),
            }
        })
        .await;
    });
}

#[test]
fn a_test_can_be_cancelled() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "stalled");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.button("Annulla test").click().await;
        t.status("Test annullato.").appears().await;
        t.button("Test Connessione").is_enabled().await;
        t.button("Annulla test").disappears().await;
    });
}

#[test]
fn a_test_goes_stale_visibly_when_the_account_changes() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.text("Ultimo test: Connessione riuscita · ")
            .appears()
            .await;
        // Also while the name is being typed …
        t.field("Nome Account").fill("altro").await;
        t.text("Il test riguarda credenziali precedenti: ripetilo.")
            .appears()
            .await;
        t.field("API Key").fill(OTHER_KEY).await;
        t.button("Salva").click().await;
        t.status("Account salvato, connessione non ancora verificata.")
            .appears()
            .await;
        t.text("Il test riguarda credenziali precedenti: ripetilo.")
            .appears()
            .await;
        // … and in the list.
        t.button("Indietro").click().await;
        t.row("Negozio")
            .contains("da ripetere: credenziali cambiate")
            .await;
    });
}

#[test]
fn another_description_does_not_make_a_test_stale() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").click().await;
        t.status("Account salvato.").appears().await;
        t.text("Il test riguarda credenziali precedenti")
            .disappears()
            .await;
    });
}

#[test]
fn saving_does_not_need_a_passing_test() {
    e2e(async |t| {
        t.fill_in_account("Negozio", "unknown-account", "wrong-key")
            .await;
        t.button("Salva").click().await;
        t.status("Account salvato. Ora premi Test Connessione.")
            .appears()
            .await;
        t.button("Test Connessione").click().await;
        t.status("Account inesistente").appears().await;
        t.field("Descrizione").fill("Bottega").await;
        t.button("Salva").click().await;
        t.status("Account salvato, connessione non ancora verificata.")
            .appears()
            .await;
    });
}
