//! *Diagnosi*: what support asks for, in plain words, to copy or to save.

mod support;
use serde_json::json;
use support::*;

/// Opens an account one of whose orders ActiveCampaign refused.
async fn open_account_with_an_error(t: &Test) -> String {
    let id = t.stack.add_account("Negozio", "negozio");
    t.stack.change_account(&id, |account| {
        account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
    });
    t.stack.test_account(&id);
    let refuse = json!({ "email_domain": "refused.example" });
    t.stack.activecampaign("negozio", "refuse", &refuse);
    t.stack.order("1043", "giulia@refused.example");
    t.open_account(&id).await;
    t.heading("Rifiutati da ActiveCampaign").appears().await;
    id
}

/// The value beside a name of the report.
async fn value(t: &Test, name: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('#diagnosis dt')]
            .find((it) => it.textContent === {})?.nextElementSibling.textContent",
        json!(name)
    );
    t.script(&script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn support_gets_what_it_asks_for_in_plain_words_and_nothing_of_a_customer() {
    e2e(async |t| {
        let id = open_account_with_an_error(t).await;
        t.is_accessible("the section before a diagnosis").await;
        t.button("Diagnosi").click().await;
        t.status("Diagnosi pronta.").appears().await;
        assert_eq!(value(t, "Identificativo dell'account").await, id);
        assert_eq!(value(t, "Nome Account").await, "negozio");
        assert_eq!(value(t, "Abilita Ordini").await, "Sì");
        assert_eq!(value(t, "In errore").await, "1");
        assert_eq!(value(t, "Nome del server trovato").await, "non serve");
        assert!(value(t, "Risposta ricevuta").await.starts_with("sì, "));
        assert_eq!(value(t, "Esito").await, "Connessione riuscita");
        let clock = value(t, "Orologio di ActiveCampaign").await;
        assert_eq!(clock, "coincide con quello del servizio");
        let report = t.css("#diagnosis-report").read().await;
        assert!(report.contains("Errore: order_refused, "), "{report}");
        for secret in ["giulia", "refused.example", "1043", "cdef", KEY] {
            assert!(!report.contains(secret), "{secret} is in {report}");
        }
        t.is_accessible("a diagnosis").await;
        t.viewport(320, 800).await;
        t.has_no_horizontal_scrolling("a diagnosis").await;
        t.media(Media {
            dark: true,
            ..Media::default()
        })
        .await;
        t.is_accessible("a diagnosis at 320 pixels in the dark")
            .await;
    });
}

#[test]
fn a_diagnosis_is_copied_or_selected_where_the_browser_refuses() {
    e2e(async |t| {
        open_account_with_an_error(t).await;
        t.script(
            "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: {
                writeText: async (text) => { window.copied = text } } })",
        )
        .await;
        t.button("Diagnosi").click().await;
        t.button("Copia").click().await;
        t.status("Diagnosi copiata negli appunti.").appears().await;
        let copied = t.script("return window.copied").await;
        let copied = copied.as_str().unwrap_or_default();
        assert!(copied.contains("Nome Account: negozio\n"), "{copied}");

        // As in a frame without the permission.
        t.script("navigator.clipboard.writeText = async () => { throw new DOMException('no') }")
            .await;
        t.button("Copia").click().await;
        t.status("il testo è selezionato, premi Ctrl+C")
            .appears()
            .await;
        let selected = t.script("return String(getSelection())").await;
        let selected = selected.as_str().unwrap_or_default();
        assert!(selected.contains("order_refused"), "{selected}");

        // As on a page without TLS.
        t.script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });
            getSelection().removeAllRanges()",
        )
        .await;
        t.button("Copia").click().await;
        t.becomes_true(
            "it is selected",
            "return String(getSelection()).includes('order_refused')",
        )
        .await;
    });
}

#[test]
fn a_diagnosis_is_saved_as_a_file_and_all_of_it_works_by_keyboard() {
    e2e(async |t| {
        open_account_with_an_error(t).await;
        t.script(
            "const create = URL.createObjectURL;
            URL.createObjectURL = (blob) => { window.blob = blob; return create(blob) };
            HTMLAnchorElement.prototype.click = function () { window.saved = this.download }",
        )
        .await;
        t.css("#diagnosis-fold").focus().await;
        t.tab_to(r#"button "Diagnosi""#).await;
        t.press(Key::Enter).await;
        t.status("Diagnosi pronta.").appears().await;
        t.tab_to(r#"button "Salva su file""#).await;
        t.press(Key::Enter).await;
        let named = "return /^diagnosi-negozio-\\d{4}-\\d\\d-\\d\\d\\.txt$/.test(window.saved)";
        t.becomes_true("a file is saved", named).await;
        let text = t.script("return window.blob.text()").await;
        let text = text.as_str().unwrap_or_default();
        assert!(text.contains("Errore: order_refused, "), "{text}");
    });
}

#[test]
fn a_diagnosis_says_at_which_step_the_way_to_activecampaign_ends() {
    e2e_with(
        &[("ACTIVECAMPAIGN_URL", "http://127.0.0.1:9/{account}")],
        async |t| {
            let id = t.stack.add_account("Negozio", "negozio");
            t.open_account(&id).await;
            t.button("Diagnosi").click().await;
            t.status("Diagnosi pronta.").appears().await;
            assert!(value(t, "Collegamento aperto").await.starts_with("no"));
            assert_eq!(value(t, "Risposta ricevuta").await, "non provato");
            assert_eq!(value(t, "Ultimo test").await, "Mai eseguito");
        },
    );
}

#[test]
fn a_diagnosis_that_fails_says_so_and_can_be_asked_for_again() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.open_account(&id).await;
        t.intercept_here(&format!(
            "({{ path }}) => path.endsWith('/diagnosis') && {LOST}"
        ))
        .await;
        t.button("Diagnosi").click().await;
        t.css("#diagnosis")
            .text("Il servizio non è raggiungibile.")
            .appears()
            .await;
        t.is_accessible("a diagnosis that failed").await;
        t.let_pass().await;
        t.button("Diagnosi").click().await;
        t.status("Diagnosi pronta.").appears().await;
    });
}
