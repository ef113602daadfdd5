//! Tools of the browser that change the page under the panel: translation and password managers.

mod support;
use support::*;

/// Replaces every text of the page as the browsers' translation does: the text node leaves the page,
/// and nested `font` elements with another text take its place.
const TRANSLATE: &str = "
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (walker.currentNode.textContent.trim()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (text.parentElement.closest('script, style, font')) continue;
        const outer = document.createElement('font');
        const inner = outer.appendChild(document.createElement('font'));
        inner.textContent = `[${text.textContent}]`;
        text.replaceWith(outer);
    }
    document.documentElement.classList.add('translated-ltr');
";

/// Translates the page now, and what is added to it later.
const TRANSLATE_ON: &str = "
    window.translate = () => { TRANSLATE };
    window.translate();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        window.translate();
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
";

#[test]
fn browsers_are_asked_not_to_translate_the_page() {
    e2e(async |t| {
        t.open("/").await;
        let asked = "return document.documentElement.translate === false
            && document.querySelector('meta[name=google]').content === 'notranslate'";
        assert_eq!(t.script(asked).await, true);
    });
}

/// Old texts may stay in sight then, but nothing breaks and nothing is lost.
#[test]
fn an_account_is_saved_while_the_browser_translates_the_page_all_the_same() {
    e2e(async |t| {
        t.open("/accounts/new").await;
        t.css("#description").appears().await;
        t.script(&TRANSLATE_ON.replace("TRANSLATE", TRANSLATE))
            .await;
        t.text("[Dati Account]").appears().await;

        // Errors appear and go, the form grows, and the account is saved.
        t.css("button[type=submit]").click().await;
        t.text("Scrivi una descrizione").first().appears().await;
        t.css("#description").fill("Negozio").await;
        t.css("#platform option[value=activecampaign]")
            .click()
            .await;
        t.css("#account-name").fill("negozio").await;
        t.css("#api-key").fill(KEY).await;
        t.css("button[type=submit]").click().await;
        t.css("#ecommerce").appears().await;
        assert_eq!(t.stack.accounts()[0]["account_name"], "negozio");

        t.css("#orders").click().await;
        t.css("button[type=submit]").click().await;
        eventually("the switch is saved", async || {
            match &t.stack.accounts()[0]["ecommerce"]["orders"] {
                serde_json::Value::Bool(true) => Ok(()),
                other => Err(other.to_string()),
            }
        })
        .await;
        t.back().await;
    });
}

#[test]
fn a_password_manager_neither_fills_the_key_nor_offers_to_save_it() {
    e2e(async |t| {
        t.open_new_account().await;
        let attributes = "const it = document.querySelector('#api-key');
            return [it.autocomplete, 'lpignore' in it.dataset, '1pIgnore' in it.dataset,
                document.querySelectorAll('[autocomplete=username]').length]";
        assert_eq!(
            t.script(attributes).await,
            serde_json::json!(["one-time-code", true, true, 0])
        );
    });
}
