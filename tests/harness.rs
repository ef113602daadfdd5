//! Tests of the test tools: they must not report success wrongly.

mod support;

use std::panic::catch_unwind;
use std::path::Path;

use serde_json::json;
use support::*;

const FORM: &str = r#"<!doctype html><html lang="it"><title>Prova</title><main><h1>Dati Account</h1>
    <label>Descrizione <input aria-invalid="true" aria-describedby="error"></label>
    <p id="error">Scrivi una descrizione</p>
    <label>Piattaforma <select><option>Nessuna<option>ActiveCampaign</select></label>
    <label><input type="checkbox"> Abilita Ordini</label>
    <button>Salva</button> <button disabled>Test Connessione</button> <button hidden>Elimina</button>
    <table><tr><th>Descrizione<th>Stato<tr><td>Negozio<td>Attivo<tr><td>Magazzino<td>Disattivato</table>
    <p>Account trovati: <b>2</b></p></main>"#;

fn on_page(page: &str, test: impl AsyncFnOnce(&Browser)) {
    let origin = serve(page);
    block_on(async {
        let browser = Browser::start(&origin).await;
        browser.open("/").await;
        test(&browser).await;
    });
}

#[test]
fn parts_are_found_by_the_words_a_person_reads() {
    on_page(FORM, async |page| {
        page.heading("Dati Account").appears().await;
        page.field("Descrizione").fill("Négozio 🛒").await;
        page.field("Descrizione").has_value("Négozio 🛒").await;
        page.field("Descrizione").has_focus().await;
        page.field("Descrizione").has_error("Scrivi una").await;
        page.field("Descrizione").paste("incollato").await;
        page.field("Descrizione").has_value("incollato").await;
        page.field("Piattaforma").choose("ActiveCampaign").await;
        page.field("Piattaforma").has_value("ActiveCampaign").await;
        page.field("Abilita Ordini").is_off().await;
        page.field("Abilita Ordini").click().await;
        page.field("Abilita Ordini").is_on().await;
        page.press(Key::Tab).await;
        assert_eq!(page.focused().await, r#"button "Salva""#);
        page.button("Salva").is_enabled().await;
        page.button("Test Connessione").is_disabled().await;
        page.button("Elimina").disappears().await;
        page.row("Negozio").text("Attivo").appears().await;
        page.text("Account trovati: 2").appears().await;
    });
}

#[test]
fn a_page_is_seen_as_its_reader_wishes() {
    on_page(FORM, async |page| {
        page.viewport(320, 700).await;
        let size = page.script("return [innerWidth, innerHeight]").await;
        assert_eq!(size, json!([320, 700]));
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(page.script(dark).await, false);
        page.media(Media {
            dark: true,
            ..Media::default()
        })
        .await;
        assert_eq!(page.script(dark).await, true);
        assert_eq!(page.script("return navigator.language").await, "it-IT");
        page.language("en").await;
        page.reload().await;
        assert_eq!(page.script("return navigator.language").await, "en");
        let reach = "return fetch('/').then(() => true, () => false)";
        page.offline(true).await;
        assert_eq!(page.script(reach).await, false);
        page.offline(false).await;
        assert_eq!(page.script(reach).await, true);
    });
}

#[test]
fn what_the_policy_forbids_is_a_problem() {
    on_page("<title>x</title><script>1</script>", async |page| {
        let problems = page.problems().await;
        assert!(
            problems[0].contains("Content Security Policy"),
            "{problems:?}"
        );
        page.forget_problems().await;
        assert!(page.problems().await.is_empty());
    });
}

#[test]
fn axe_finds_a_field_without_a_label() {
    on_page(
        "<html lang=it><title>x</title><main><h1>x</h1><input></main>",
        async |page| {
            let found = page.axe().await;
            assert!(found.starts_with("label (critical)"), "{found:?}");
            assert_eq!(found.lines().count(), 1, "{found}");
        },
    );
}

#[test]
fn a_failed_test_leaves_a_picture() {
    let picture = "screenshots/harness-a_failed_test_leaves_a_picture.png";
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(picture);
    let _ = std::fs::remove_file(&picture);
    let failed = catch_unwind(|| {
        e2e(async |t| {
            t.open("/").await;
            assert_eq!(t.path().await, "/nowhere");
        });
    });
    assert!(failed.is_err());
    assert!(picture.exists());
}
