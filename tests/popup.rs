//! The pop-up is completely visible, covers nothing needed, and closes by itself after a success.

mod support;
use support::*;

/// Opens the demo back office on a page of the panel, and waits for the panel in the frame.
async fn open_back_office(t: &Test, path: &str) {
    t.open_url(&format!("{}/#{path}", t.stack.host_url())).await;
    t.css("iframe").appears().await;
    t.enter_frame().await;
    t.css("#ecommerce").appears().await;
}

/// The element in the frame is completely visible within the host's page.
async fn is_in_sight(t: &Test, what: &str, size: (u32, u32)) {
    t.leave_frame().await;
    let around = "return document.querySelector('iframe').getBoundingClientRect().top";
    let around = t.script(around).await;
    t.enter_frame().await;
    let seen = format!(
        "const it = document.querySelector({what:?}).getBoundingClientRect();
        return it.top + {around} >= 0 && it.bottom + {around} <= {}",
        size.1
    );
    t.becomes_true(&format!("{what} is in sight at {size:?}"), &seen)
        .await;
}

#[test]
fn the_pop_up_is_seen_whole_however_little_of_the_frame_is() {
    e2e(async |t| {
        let id = t
            .stack
            .add_account_with_key("Negozio", "negozio", "wrong-key");
        for size in [(844, 390), (640, 450), (320, 256)] {
            t.viewport(size.0, size.1).await;
            open_back_office(t, &format!("/accounts/{id}")).await;
            t.script("document.getElementById('test').click()").await;
            t.css(".popup").appears().await;
            t.leave_frame().await;
            // In a low page the frame begins below the visible part.
            for part in [0.3, 0.5, 0.7, 1.0] {
                t.script(&format!(
                    "const it = document.scrollingElement;
                    it.scrollTop = {part} * (it.scrollHeight - innerHeight)"
                ))
                .await;
                t.enter_frame().await;
                is_in_sight(t, ".popup", size).await;
                t.leave_frame().await;
            }
        }
    });
}

#[test]
fn the_pop_up_never_covers_what_has_the_focus() {
    e2e(async |t| {
        let id = t
            .stack
            .add_account_with_key("Negozio", "negozio", "wrong-key");
        for (width, height) in [(1280, 800), (640, 450), (320, 500)] {
            t.viewport(width, height).await;
            t.open_account(&id).await;
            t.script("document.getElementById('test').click()").await;
            t.css(".popup").appears().await;
            for field in ["description", "account-name", "orders", "abandoned-carts"] {
                t.script(&format!(
                    "const it = document.getElementById({field:?});
                    it.focus();
                    it.scrollIntoView({{ block: 'end' }});
                    it.blur();
                    it.focus();"
                ))
                .await;
                let apart =
                    "const [a, b] = [document.activeElement, document.querySelector('.popup')]
                        .map((it) => it.getBoundingClientRect());
                    return a.bottom <= b.top || b.bottom <= a.top
                        || a.right <= b.left || b.right <= a.left";
                let what = format!("{field} is seen at {width}×{height}");
                t.becomes_true(&what, apart).await;
            }
        }
    });
}

#[test]
fn good_news_leaves_by_itself_but_not_while_somebody_reads_it() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.set_enabled(&id, false);
        // Shorten the timers.
        t.on_every_page(
            "const wait = window.setTimeout;
            window.setTimeout = (act, time, ...more) => wait(act, time === 10000 ? 400 : time, ...more)",
        )
        .await;
        t.open("/").await;
        t.button("Attiva Account").click().await;
        t.css(".popup").appears().await;
        t.css(".popup").disappears().await;

        t.button("Disattiva Account").click().await;
        t.dialog("Disattivare Negozio?")
            .button("Disattiva")
            .click()
            .await;
        t.css(".popup-close").focus().await;
        // Longer than the pop-up's lifetime.
        t.script("await new Promise((go) => setTimeout(go, 1200))")
            .await;
        t.css(".popup").appears().await;
        t.script("document.activeElement.blur()").await;
        t.css(".popup").disappears().await;
    });
}

#[test]
fn bad_news_stays() {
    e2e(async |t| {
        let id = t
            .stack
            .add_account_with_key("Negozio", "negozio", "wrong-key");
        t.on_every_page(
            "const wait = window.setTimeout;
            window.setTimeout = (act, time, ...more) => wait(act, time === 10000 ? 1 : time, ...more)",
        )
        .await;
        t.open_account(&id).await;
        t.button("Test Connessione").click().await;
        t.status("Chiave rifiutata").appears().await;
        t.script("await new Promise((go) => setTimeout(go, 600))")
            .await;
        t.status("Chiave rifiutata").appears().await;
    });
}

#[test]
fn an_ended_session_is_said_at_once_and_no_longer_once_there_is_another() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.viewport(1280, 800).await;
        open_back_office(t, &format!("/accounts/{id}")).await;
        t.leave_frame().await;
        t.button("Fai scadere la sessione").click().await;
        t.enter_frame().await;
        // Nobody pressed Salva.
        t.css(".session-bar .info")
            .contains("La sessione è scaduta.")
            .await;
        t.leave_frame().await;
        t.button("Accedi di nuovo").click().await;
        t.enter_frame().await;
        t.css(".session-bar .info").disappears().await;
        t.text("La sessione è scaduta.").disappears().await;
    });
}

#[test]
fn what_failed_while_the_session_was_over_is_loaded_after_the_login() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.open_url(&format!("{}/", t.stack.host_url())).await;
        t.css("iframe").appears().await;
        t.button("Fai scadere la sessione").click().await;
        t.enter_frame().await;
        t.css(".session-bar .info").appears().await;
        t.css(".page-links a").click().await;
        t.css(".failure").first().appears().await;
        t.leave_frame().await;
        t.button("Accedi di nuovo").click().await;
        t.enter_frame().await;
        t.css(".failure").disappears().await;
        t.css(".grid-log tbody tr").first().appears().await;
    });
}
