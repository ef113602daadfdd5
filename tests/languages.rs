//! Italian and English, and the themes.

mod support;
use serde_json::{Value, json};
use support::*;

/// All texts of the page: content, names, hints. The title has a separate test.
const READ: &str = "return [document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((it) =>
        [it.ariaLabel, it.title, it.placeholder])].join('\\n')";

#[test]
fn the_hosts_language_wins_then_the_browsers() {
    e2e(async |t| {
        // The browser and the host are Italian.
        t.open("/").await;
        t.heading("Lista degli Account").appears().await;
        t.becomes_true(
            "the page is Italian",
            "return document.documentElement.lang === 'it'",
        )
        .await;
        // The host is English.
        t.demo_session(&json!({ "lang": "en" })).await;
        t.open("/").await;
        t.heading("Accounts").appears().await;
        t.becomes_true(
            "the page is English",
            "return document.documentElement.lang === 'en'",
        )
        .await;
        // The browser is English, the host Italian.
        t.language("en").await;
        t.demo_session(&json!({ "lang": "it" })).await;
        t.open("/").await;
        t.heading("Lista degli Account").appears().await;
        // The host sends nothing yet: there is no session.
        t.knows_nothing_first().await;
        t.intercept("({ path }) => path === '/demo/token' && new Promise(() => {})")
            .await;
        t.open("/").await;
        t.heading("Accounts").appears().await;
    });
}

#[test]
fn the_title_of_the_page_is_in_its_language() {
    e2e(async |t| {
        t.open("/").await;
        t.becomes_true(
            "the title is Italian",
            "return document.title.includes('Gestisci Integrazioni')",
        )
        .await;
        t.demo_session(&json!({ "lang": "en" })).await;
        t.open("/").await;
        t.becomes_true(
            "the title is English",
            "return document.title.includes('Manage integrations')",
        )
        .await;
    });
}

#[test]
fn italian_and_english_have_the_same_texts() {
    let (italian, english) = (Words::italian(), Words::english());
    assert_eq!(italian.keys(), english.keys());
    for key in italian.keys() {
        let (one, other) = (italian.get(&key), english.get(&key));
        assert!(!one.trim().is_empty() && !other.trim().is_empty(), "{key}");
        let placeholder = |text: &str| text.split_once('{').is_some();
        assert_eq!(placeholder(one), placeholder(other), "{key}");
    }
}

#[test]
fn an_english_page_has_no_italian_word_left() {
    e2e(async |t| {
        let (italian, english) = (Words::italian(), Words::english());
        let foreign: Vec<String> = italian
            .keys()
            .into_iter()
            .filter(|key| italian.get(key).len() > 3 && italian.get(key) != english.get(key))
            .filter(|key| !italian.get(key).contains('{'))
            .map(|key| italian.get(&key).to_owned())
            .collect();
        let clean = async |state: &str| {
            let seen = t.script(READ).await;
            let seen = seen.as_str().unwrap_or_default();
            for line in seen.lines().map(str::trim) {
                assert!(!foreign.iter().any(|it| it == line), "{state}: {line:?}");
            }
        };
        t.demo_session(&json!({ "lang": "en" })).await;
        t.open("/").await;
        t.heading("No account yet").appears().await;
        clean("the empty list").await;
        t.open("/accounts/new").await;
        t.field("Platform").choose("ActiveCampaign").await;
        t.button("Save").click().await;
        t.field("Description")
            .has_error("Type a description.")
            .await;
        clean("a form with errors").await;
        t.field("Description").fill("Shop").await;
        t.field("Account name").fill("shop").await;
        t.field("API Key").fill(KEY).await;
        t.button("Save").click().await;
        t.heading("E-commerce").appears().await;
        t.button("Test connection").click().await;
        t.status("Connection works").appears().await;
        clean("a saved account").await;
        t.button("Back").click().await;
        t.row("Shop").click().await;
        t.button("Filter by Description").click().await;
        clean("the list").await;
        t.button("Delete account").click().await;
        t.dialog("Delete Shop?").appears().await;
        clean("a question").await;
    });
}

#[test]
fn dates_and_numbers_are_as_the_language_writes_them() {
    e2e(async |t| {
        let test = tested("ok", "2026-01-01T10:00:00Z");
        let sent = json!({ "waiting": 0, "sent": 1_234_567, "failed": 0 });
        let account = with(account(1, "Negozio"), "last_test", test);
        t.list_of(&[with(account, "transfers", sent)]).await;
        t.open("/").await;
        t.row("Negozio").contains("giorni fa").await;
        t.row("Negozio").contains("Inviati: 1.234.567").await;
        t.demo_session(&json!({ "lang": "en" })).await;
        t.open("/").await;
        t.row("Negozio").contains("days ago").await;
        t.row("Negozio").contains("Sent: 1,234,567").await;
    });
}

#[test]
fn light_and_dark_follow_the_reader() {
    e2e(async |t| {
        t.open("/").await;
        t.heading("Lista degli Account").appears().await;
        let colour = "return getComputedStyle(document.body).backgroundColor";
        let light = t.script(colour).await;
        t.media(Media {
            dark: true,
            ..Media::default()
        })
        .await;
        let dark = t.script(colour).await;
        assert_ne!(light, dark);
        assert_eq!(light, "rgb(246, 246, 247)");
    });
}

#[test]
fn nothing_moves_for_whoever_wishes_so() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.media(Media {
            reduced_motion: true,
            ..Media::default()
        })
        .await;
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Connessione riuscita").appears().await;
        let moving = "return [...document.querySelectorAll('*')].flatMap((it) => {
            const { animationName, transitionDuration } = getComputedStyle(it, null);
            return animationName !== 'none' || transitionDuration !== '0s' ? it.outerHTML : [];
        })";
        assert_eq!(t.script(moving).await, Value::Array(Vec::new()));
        let running = "return document.getAnimations().length";
        t.field("Abilita Ordini").click().await;
        assert_eq!(t.script(running).await, 0);
    });
}

#[test]
fn forced_colours_leave_every_icon_and_the_selection_visible() {
    e2e(async |t| {
        t.list_of(&[account(1, "Negozio"), account(2, "Bottega")])
            .await;
        t.media(Media {
            forced_colors: true,
            ..Media::default()
        })
        .await;
        t.open("/").await;
        t.row("Negozio").click().await;
        t.css("tr[aria-selected=true]").appears().await;
        let icons = "return [...document.querySelectorAll('.icon')].every((it) => {
            const colour = getComputedStyle(it).backgroundColor;
            return colour !== getComputedStyle(document.body).backgroundColor;
        })";
        assert_eq!(t.script(icons).await, true);
        // Without the page's own colours the selected row must differ in another way.
        let differs = "const [one, other] = document.querySelectorAll('tbody tr');
            document.activeElement.blur();
            const look = (it) => { const s = getComputedStyle(it);
                return [s.backgroundColor, s.outline, s.fontWeight, s.borderColor].join() };
            return look(one) !== look(other)";
        assert_eq!(t.script(differs).await, true);
    });
}
