//! Section 6: the panel in a frame of the back office, whose origin differs from the proxy's.

mod support;
use support::*;

const KEY: &str = "5e1f0a9c3b7d2468ace013579bdf5e1f0a9c3b7d2468ace013579bdf0123456789abcdef";

/// The frame's position in the page around it.
const FRAME: &str = "document.querySelector('iframe').getBoundingClientRect()";

/// Opens the demo back office and waits for the panel in it.
async fn open_back_office(t: &Test, hash: &str) {
    let url = t.stack.host_url().to_owned() + "/" + hash;
    t.open_url(&url).await;
    t.css("iframe").appears().await;
    t.enter_frame().await;
    t.css("#page-title").appears().await;
}

/// Fills in the form inside the frame.
async fn fill_in(t: &Test, description: &str) {
    t.css("#description").fill(description).await;
    t.css("#platform").choose("ActiveCampaign").await;
    t.css("#account-name").fill("negozio").await;
    t.css("#api-key").fill(KEY).await;
}

#[test]
fn the_panel_opens_in_the_back_office_and_its_frame_follows_the_content() {
    e2e(async |t| {
        open_back_office(t, "").await;
        t.text("Nessun account configurato").appears().await;
        let content = "document.body.getBoundingClientRect().height";
        let list = t.script(&format!("return {content}")).await;
        t.leave_frame().await;
        let frame = "document.querySelector('iframe').getBoundingClientRect().height";
        t.becomes_true(
            "the page says so",
            &format!("return Math.abs({frame} - {list}) < 2"),
        )
        .await;
        t.becomes_true(
            "the page says so",
            "return document.title.includes('Lista degli Account')",
        )
        .await;
    });
}

#[test]
fn the_embedded_start_takes_one_request_for_data_and_none_for_a_token() {
    e2e(async |t| {
        let requests = |what: &str| {
            format!(
                "return performance.getEntriesByType('resource')
                    .map((it) => new URL(it.name).pathname).filter((it) => {what})"
            )
        };
        open_back_office(t, "").await;
        t.text("Nessun account configurato").appears().await;
        let data = t.script(&requests("it.startsWith('/api/')")).await;
        assert_eq!(data, serde_json::json!(["/api/v1/first-view"]));
        let tokens = t.script(&requests("it === '/demo/token'")).await;
        assert_eq!(tokens, serde_json::json!([]), "of the panel");
        t.leave_frame().await;
        let tokens = t.script(&requests("it === '/token'")).await;
        assert_eq!(tokens, serde_json::json!([]), "of the back office");
    });
}

#[test]
fn the_height_follows_the_content_in_both_directions() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        open_back_office(t, &format!("#/accounts/{id}")).await;
        t.css("#ecommerce").appears().await;
        frame_fits(t).await;
        let unfolded = frame_height(t).await;
        t.enter_frame().await;
        t.css("#credentials summary").first().click().await;
        frame_fits(t).await;
        assert!(frame_height(t).await < unfolded, "it became lower");
        t.enter_frame().await;
        t.css("#credentials summary").first().click().await;
        frame_fits(t).await;
        assert!(
            (frame_height(t).await - unfolded).abs() < 2.0,
            "and high again"
        );
    });
}

/// Waits until the frame is as high as its content, then leaves the frame.
async fn frame_fits(t: &Test) {
    let content = t
        .script("return document.body.getBoundingClientRect().height")
        .await;
    t.leave_frame().await;
    let fits = format!("return Math.abs({FRAME}.height - {content}) < 2");
    t.becomes_true("the frame is as high as its content", &fits)
        .await;
}

/// The frame's height, in CSS pixels, measured from the host's page.
async fn frame_height(t: &Test) -> f64 {
    let height = t.script(&format!("return {FRAME}.height")).await;
    height.as_f64().unwrap_or_default()
}

#[test]
fn dialogs_and_the_pop_up_appear_where_the_merchant_is_looking() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.viewport(1280, 500).await;
        open_back_office(t, &format!("#/accounts/{id}")).await;
        t.css("#ecommerce").appears().await;
        t.css("#description").fill("Un altro nome").await;
        for scrolled in [0, 250] {
            t.script("document.querySelector('.action-dark').click()")
                .await;
            t.css("dialog[open]").appears().await;
            is_in_sight(t, "dialog[open]", scrolled).await;
            t.css("dialog[open] .dialog-answers button")
                .first()
                .click()
                .await;
        }
        t.css("button[type=submit]").click().await;
        t.css(".popup").appears().await;
        for scrolled in [0, 250] {
            is_in_sight(t, ".popup", scrolled).await;
        }
    });
}

#[test]
fn the_buttons_of_the_form_stay_at_the_lower_edge_however_far_the_merchant_scrolls() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        for (width, height) in [(1280, 800), (1280, 640), (800, 900)] {
            t.viewport(width, height).await;
            open_back_office(t, &format!("#/accounts/{id}")).await;
            t.css("#ecommerce").appears().await;
            t.leave_frame().await;
            // Down to the end and back to the top, in steps that are no round part of the height.
            for scrolled in [0, 137, 411, 9999, 290, 60, 640, 0] {
                t.script(&format!("scrollTo(0, {scrolled})")).await;
                stand_at_the_lower_edge(t).await;
            }
        }
    });
}

/// Waits until the form's buttons end within 80 px above the lower edge of the visible part of the
/// frame, or at the end of the form.
async fn stand_at_the_lower_edge(t: &Test) {
    let page = t
        .script(&format!(
            "return [{FRAME}.top, {FRAME}.bottom, innerHeight]"
        ))
        .await;
    let [top, bottom, height] = [0, 1, 2].map(|it| page[it].as_f64().unwrap_or_default());
    let edge = bottom.min(height);
    t.enter_frame().await;
    let stands = format!(
        "const buttons = document.querySelector('.actions').getBoundingClientRect();
        const form = document.querySelector('.form').getBoundingClientRect();
        const gap = {edge} - (buttons.bottom + {top});
        const isAtEnd = Math.abs(form.bottom - buttons.bottom) < 2 && gap > -2;
        return (gap > -2 && gap <= 80) || isAtEnd || `${{gap}} px above, of {page}`"
    );
    t.becomes_true("the buttons stand at the lower edge", &stands)
        .await;
    t.leave_frame().await;
}

/// Scrolls the host's page, and waits until an element in the frame is visible there.
async fn is_in_sight(t: &Test, what: &str, scrolled: u32) {
    t.leave_frame().await;
    t.script(&format!("scrollTo(0, {scrolled})")).await;
    let script = format!("return [{FRAME}.top, innerHeight]");
    let page = t.script(&script).await;
    let (top, height) = (&page[0], &page[1]);
    t.enter_frame().await;
    let seen = format!(
        "const it = document.querySelector({what:?}).getBoundingClientRect();
        return it.top + {top} >= 0 && it.bottom + {top} <= {height}"
    );
    t.becomes_true(&format!("{what} is in sight"), &seen).await;
}

#[test]
fn path_and_title_follow_and_back_works() {
    e2e(async |t| {
        open_back_office(t, "").await;
        t.css(".toolbar .tool:last-child").click().await;
        t.css("#description").appears().await;
        t.leave_frame().await;
        t.becomes_true(
            "the page says so",
            "return location.hash === '#/accounts/new'",
        )
        .await;
        t.becomes_true(
            "the page says so",
            "return document.title.includes('Dati Account')",
        )
        .await;
        t.back().await;
        t.enter_frame().await;
        t.text("Nessun account configurato").appears().await;
    });
}

#[test]
fn a_session_that_ends_while_a_form_is_half_typed_costs_nothing() {
    e2e(async |t| {
        open_back_office(t, "#/accounts/new").await;
        fill_in(t, "Negozio").await;
        t.leave_frame().await;
        t.button("Fai scadere la sessione").click().await;
        t.enter_frame().await;
        t.css("button[type=submit]").click().await;
        t.text("La sessione è scaduta.").first().appears().await;
        t.css("#description").has_value("Negozio").await;
        t.css("#api-key").has_value(KEY).await;

        t.leave_frame().await;
        t.button("Accedi di nuovo").click().await;
        t.enter_frame().await;
        t.css("button[type=submit]").click().await;
        t.css("#ecommerce").appears().await;
    });
}

#[test]
fn a_token_is_renewed_before_it_ends() {
    e2e(async |t| {
        open_back_office(t, "?ttl=4#/accounts/new").await;
        t.css("#description").fill("Negozio").await;
        t.leave_frame().await;
        let asked =
            "performance.getEntriesByType('resource').filter((it) => it.name.endsWith('/token'))";
        t.becomes_true("the page says so", &format!("return {asked}.length >= 3"))
            .await;
        t.enter_frame().await;
        t.css("#description").has_value("Negozio").await;
    });
}

#[test]
fn a_refused_token_is_replaced_once_and_the_request_sent_again() {
    e2e(async |t| {
        t.knows_nothing_first().await;
        t.intercept(
            "({ path, send }) => {
                if (path !== '/demo/token') return;
                window.tokens = (window.tokens ?? 0) + 1;
                // The first token is expired.
                const ttl_seconds = window.tokens === 1 ? -600 : 600;
                return send(path, {
                    method: 'POST',
                    headers: { 'content-type': 'application/json' },
                    body: JSON.stringify({ ttl_seconds }),
                });
            }",
        )
        .await;
        t.open("/").await;
        t.heading("Nessun account configurato").appears().await;
        t.becomes_true("a second token was asked for", "return window.tokens >= 2")
            .await;
    });
}

/// Types into the form in the frame, and navigates to another page of the back office.
async fn host_asks_to_leave_changes(t: &Test) {
    open_back_office(t, "#/accounts/new").await;
    t.css("#description").fill("Negozio").await;
    t.leave_frame().await;
    t.link("Ordini").click().await;
    t.enter_frame().await;
    t.text("Uscire senza salvare?").appears().await;
}

#[test]
fn the_host_asks_before_it_leaves_and_the_merchant_decides() {
    e2e(async |t| {
        host_asks_to_leave_changes(t).await;
        t.text("Resta nella pagina").click().await;
        t.css("#description").has_value("Negozio").await;

        t.leave_frame().await;
        t.link("Ordini").click().await;
        t.enter_frame().await;
        t.text("Esci senza salvare").click().await;
        t.leave_frame().await;
        t.heading("Fai un ordine").appears().await;
    });
}

#[test]
fn a_step_back_while_the_host_asks_answers_it_and_asks_for_itself() {
    e2e(async |t| {
        host_asks_to_leave_changes(t).await;
        // As the browser fires it: an open dialog does not disable the browser's buttons.
        t.script("dispatchEvent(new PopStateEvent('popstate'))")
            .await;
        t.text("Resta nella pagina").click().await;
        t.css("dialog[open]").disappears().await;
        t.css("#description").fill("Negozio di Torino").await;
        t.css("#description").has_value("Negozio di Torino").await;
    });
}

#[test]
fn language_and_theme_are_the_hosts_and_change_live() {
    e2e(async |t| {
        open_back_office(t, "#/accounts/new").await;
        t.css("#description").fill("Negozio").await;
        t.leave_frame().await;
        t.field("Lingua").choose("English").await;
        t.field("Tema").choose("Scuro").await;
        t.enter_frame().await;
        t.text("Account details").appears().await;
        t.becomes_true(
            "the page says so",
            "return document.documentElement.lang === 'en'",
        )
        .await;
        t.becomes_true(
            "the page says so",
            "return document.documentElement.dataset.theme === 'dark'",
        )
        .await;
        t.css("#description").has_value("Negozio").await;
    });
}

#[test]
fn a_message_that_is_not_the_hosts_is_ignored() {
    e2e(async |t| {
        open_back_office(t, "").await;
        t.script(
            "const say = (type, payload) =>
                 window.postMessage({ source: 'passweb-integrations', v: 1, type, payload }, '*');
             say('lang', { lang: 'en' });
             say('theme', { theme: 'dark' });
             // Messages arrive in order: after this one, the earlier ones were handled.
             await new Promise((heard) => {
                 window.addEventListener('message', (it) => it.data === 'last' && heard());
                 window.postMessage('last', '*');
             });",
        )
        .await;
        t.becomes_true(
            "the page says so",
            "return document.documentElement.lang === 'it'",
        )
        .await;
        t.becomes_true(
            "the page says so",
            "return document.documentElement.dataset.theme !== 'dark'",
        )
        .await;
    });
}

#[test]
fn a_message_from_a_wrong_origin_is_ignored() {
    e2e(async |t| {
        let host = t.stack.host_url();
        let stranger = serve("<title>x</title><button>x</button>");
        t.open_url(&stranger).await;
        t.script(&format!(
            "document.querySelector('button').onclick = () => {{ window.opened = open('{host}/') }}"
        ))
        .await;
        t.css("button").click().await;
        t.becomes_true("the back office is opened", "return !!window.opened")
            .await;
        t.enter_window(1).await;
        t.css("iframe").appears().await;
        t.enter_frame().await;
        t.text("Nessun account configurato").appears().await;
        t.script(
            "addEventListener('message', (it) => it.data === 'last' && (window.heard = it.origin))",
        )
        .await;
        t.enter_window(0).await;
        t.script(
            "const panel = window.opened.frames[0];
             const say = (type, payload) =>
                 panel.postMessage({ source: 'passweb-integrations', v: 1, type, payload }, '*');
             say('init', { token: 'x', lang: 'en', theme: 'dark' });
             // Messages arrive in order: after this one, the earlier one was handled.
             panel.postMessage('last', '*');",
        )
        .await;
        t.enter_window(1).await;
        t.enter_frame().await;
        let heard = format!("return {:?}.startsWith(window.heard)", stranger);
        t.becomes_true("the stranger is heard", &heard).await;
        let root = "const root = document.documentElement; return root.lang + root.dataset.theme";
        assert_eq!(t.script(root).await, "itlight");
    });
}

#[test]
fn a_host_that_is_not_on_the_list_gets_no_panel() {
    e2e(async |t| {
        // The demo's host is an allowed origin.
        open_back_office(t, "").await;
        t.leave_frame().await;
        let panel = format!("{}/", t.stack.proxy_url());
        t.open_url(&serve_around(&panel)).await;
        t.css("iframe").appears().await;
        t.enter_frame().await;
        // The browser shows its own error page in place of the panel.
        t.becomes_true(
            "the frame shows an error",
            "return location.protocol === 'chrome-error:' && document.readyState === 'complete'",
        )
        .await;
        t.leave_frame().await;
        // The browser logs that it blocked the panel.
        t.forget_problems().await;
    });
}

#[test]
fn alone_without_a_session_the_panel_says_where_it_lives() {
    e2e(async |t| {
        t.knows_nothing_first().await;
        t.intercept("({ path }) => path === '/demo/token' && new Response('', { status: 404 })")
            .await;
        t.open("/").await;
        t.text("Questa pagina si apre dal back office di Passweb")
            .appears()
            .await;
        t.text("Sito › Integrazioni › Gestisci Integrazioni")
            .appears()
            .await;
    });
}

#[test]
fn the_menu_shows_how_much_is_to_be_looked_at_until_it_is_done() {
    e2e(async |t| {
        let id = t.stack.add_account("Negozio", "negozio");
        t.stack.change_account(&id, |account| {
            account["ecommerce"] = serde_json::json!({ "orders": true, "abandoned_carts": false });
        });
        assert_eq!(t.stack.bad_order("1070").status, 202);
        assert_eq!(t.stack.bad_order("1071").status, 202);
        open_back_office(t, "").await;
        t.leave_frame().await;
        let badge = |count: &str| {
            format!(
                "const badge = document.getElementById('attention');
                return !badge.hidden && badge.textContent === '{count} da controllare'"
            )
        };
        t.becomes_true("the list's badge", &badge("2")).await;

        open_back_office(t, &format!("#/accounts/{id}")).await;
        t.stack.order("1070", "anna@example.com");
        t.leave_frame().await;
        t.becomes_true("the account's badge", &badge("1")).await;
        t.stack.order("1071", "anna@example.com");
        let gone = "return document.getElementById('attention').hidden";
        t.becomes_true("the badge is gone", gone).await;
    });
}
