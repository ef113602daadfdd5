//! Section 1: Lista degli Account.

mod support;
use serde_json::{Value, json};
use support::*;

/// Three accounts with different values in every column.
fn three() -> [Value; 3] {
    let first = with(account(1, "Milano"), "enabled", json!(false));
    let second = with(
        account(2, "bari"),
        "last_test",
        tested("key_rejected", "2026-03-01T10:00:00Z"),
    );
    let third = with(account(3, "Ècole"), "platform", json!("telegram"));
    let third = with(third, "last_test", tested("ok", "2026-01-01T10:00:00Z"));
    [first, second, third]
}

/// Opens the list of these accounts, for a site with both modules.
async fn open_with_three(t: &Test) {
    let modules = json!({ "modules": ["activecampaign", "telegram"] });
    t.demo_session(&modules).await;
    t.list_of(&three()).await;
    t.open("/").await;
}

#[test]
fn a_grid_of_every_account_of_a_marketing_platform() {
    e2e(async |t| {
        open_with_three(t).await;
        t.named(&["grid"], "Lista degli Account").appears().await;
        t.column_becomes(1, &["Milano", "bari", "Ècole"]).await;
        t.column_becomes(2, &["ActiveCampaign", "ActiveCampaign", "Telegram"])
            .await;
        t.text("Account trovati: 3").appears().await;
    });
}

#[test]
fn columns_descrizione_piattaforma_stato_ultimo_test() {
    e2e(async |t| {
        open_with_three(t).await;
        t.row("Milano").appears().await;
        for (number, name) in ["Descrizione", "Piattaforma", "Stato", "Ultimo test"]
            .into_iter()
            .enumerate()
        {
            t.css("th").nth(number).contains(name).await;
        }
        t.column_becomes(3, &["Disattivato", "Da verificare", "Nulla da inviare"])
            .await;
        t.row("Milano").contains("Mai eseguito").await;
        t.row("bari").contains("Chiave rifiutata · ").await;
        // The age, in the language of the page.
        t.row("bari").contains("fa").await;
    });
}

#[test]
fn toolbar_right_aligned_above_the_grid_acting_on_the_selected_row() {
    e2e(async |t| {
        open_with_three(t).await;
        t.row("bari").appears().await;
        let places = "const box = (it) => document.querySelector(it).getBoundingClientRect();
            const [bar, last, grid] = ['.toolbar', '.toolbar > :last-child', '.grid'].map(box);
            return bar.bottom <= grid.top && Math.abs(last.right - grid.right) < 2";
        assert_eq!(t.script(places).await, true);
        for name in ["Elimina Account", "Modifica Account", "Disattiva Account"] {
            t.toolbar().button(name).is_disabled().await;
        }
        t.row("bari").click().await;
        for name in ["Elimina Account", "Modifica Account", "Disattiva Account"] {
            t.toolbar().button(name).is_enabled().await;
        }
        t.button("Modifica Account").click().await;
        t.path_becomes("/accounts/0198f000-0000-7000-8000-000000000002")
            .await;
    });
}

#[test]
fn one_button_attiva_or_disattiva_its_label_follows_the_row() {
    e2e(async |t| {
        open_with_three(t).await;
        t.row("bari").click().await;
        t.button("Disattiva Account").is_enabled().await;
        t.button("Attiva Account").disappears().await;
        t.row("Milano").click().await;
        t.button("Attiva Account").is_enabled().await;
        t.button("Disattiva Account").disappears().await;
    });
}

#[test]
fn aggiungi_account_is_always_enabled() {
    e2e(async |t| {
        // While the accounts are loading, and when loading fails.
        t.intercept(
            "({ path }) => ['/api/v1/accounts', '/api/v1/first-view'].includes(path) && new Promise((_, lose) => {
                window.lost ? lose(window.lost) : window.loseTheList = lose;
            })",
        )
        .await;
        t.open("/").await;
        t.toolbar().button("Aggiungi Account").is_enabled().await;
        t.becomes_true("it is asked for", "return !!window.loseTheList")
            .await;
        t.script("window.loseTheList(window.lost = new TypeError('Failed to fetch'))")
            .await;
        t.button("Riprova").appears().await;
        t.toolbar().button("Aggiungi Account").is_enabled().await;
        t.let_pass().await;
        t.button("Riprova").click().await;
        t.heading("Nessun account configurato").appears().await;
        t.toolbar().button("Aggiungi Account").click().await;
        t.path_becomes("/accounts/new").await;
    });
}

#[test]
fn an_answer_that_gets_lost_on_its_way_can_be_asked_for_again() {
    e2e(async |t| {
        t.intercept(
            "({ path }) => ['/api/v1/accounts', '/api/v1/first-view'].includes(path) && new Response(new ReadableStream({
                start: (body) => body.error(new TypeError('network error')),
            }))",
        )
        .await;
        t.open("/").await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        t.let_pass().await;
        t.button("Riprova").click().await;
        t.heading("Nessun account configurato").appears().await;
    });
}

#[test]
fn headings_sort() {
    e2e(async |t| {
        open_with_three(t).await;
        t.button("Descrizione").click().await;
        t.column_becomes(1, &["bari", "Ècole", "Milano"]).await;
        t.css("th[aria-sort=ascending]")
            .contains("Descrizione")
            .await;
        t.button("Descrizione").click().await;
        t.column_becomes(1, &["Milano", "Ècole", "bari"]).await;
        t.css("th[aria-sort=descending]")
            .contains("Descrizione")
            .await;
        t.button("Descrizione").click().await;
        t.column_becomes(1, &["Milano", "bari", "Ècole"]).await;

        t.button("Piattaforma").click().await;
        t.button("Piattaforma").click().await;
        t.column_becomes(1, &["Ècole", "Milano", "bari"]).await;
        t.button("Stato").click().await;
        t.column_becomes(1, &["bari", "Milano", "Ècole"]).await;
        // Sorts by time, not by text; accounts without a test come first.
        t.button("Ultimo test").click().await;
        t.column_becomes(1, &["Milano", "Ècole", "bari"]).await;
    });
}

#[test]
fn a_lens_in_a_heading_opens_a_filter_on_that_column() {
    e2e(async |t| {
        open_with_three(t).await;
        t.button("Filtra per Descrizione").click().await;
        let filter = t.field("Filtra per Descrizione");
        filter.fill("BAR").await;
        t.column_becomes(1, &["bari"]).await;
        t.status("Account trovati: 1").appears().await;
        filter.fill("zzz").await;
        t.text("Nessun account corrisponde ai filtri.")
            .appears()
            .await;
        t.status("Account trovati: 0").appears().await;
        filter.fill("").await;

        t.button("Filtra per Stato").click().await;
        t.field("Filtra per Stato").fill("disatt").await;
        t.column_becomes(1, &["Milano"]).await;
    });
}

#[test]
fn a_filter_that_is_on_shows_how_to_clear_it() {
    e2e(async |t| {
        open_with_three(t).await;
        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").fill("bari").await;
        t.button("Togli il filtro da Descrizione").click().await;
        t.column_becomes(1, &["Milano", "bari", "Ècole"]).await;

        // Closing the filter's control keeps the filter active, and the page shows it.
        t.button("Filtra per Piattaforma").click().await;
        t.field("Filtra per Piattaforma").fill("tele").await;
        t.button("Filtra per Piattaforma").click().await;
        t.field("Filtra per Piattaforma").disappears().await;
        t.column_becomes(1, &["Ècole"]).await;
        t.text("Filtri attivi: Piattaforma").appears().await;
        t.button("Togli tutti i filtri").click().await;
        t.column_becomes(1, &["Milano", "bari", "Ècole"]).await;
        t.text("Filtri attivi:").disappears().await;
    });
}

#[test]
fn a_row_that_a_filter_hides_is_not_acted_on() {
    e2e(async |t| {
        open_with_three(t).await;
        t.row("Milano").click().await;
        t.button("Elimina Account").is_enabled().await;
        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").fill("bari").await;
        t.column_becomes(1, &["bari"]).await;
        t.button("Elimina Account").is_disabled().await;
    });
}

#[test]
fn one_click_selects_a_row_double_click_or_enter_opens_it_arrows_move_the_selection() {
    e2e(async |t| {
        let opened = "/accounts/0198f000-0000-7000-8000-000000000002";
        open_with_three(t).await;
        t.row("Milano").click().await;
        let selected = t.css("tr[aria-selected=true]");
        selected.contains("Milano").await;
        t.press(Key::Down).await;
        selected.contains("bari").await;
        t.press(Key::End).await;
        selected.contains("Ècole").await;
        t.press(Key::Down).await;
        selected.contains("Ècole").await;
        t.press(Key::Up).await;
        selected.contains("bari").await;
        assert_eq!(t.path().await, "/");
        t.press(Key::Enter).await;
        t.path_becomes(opened).await;

        t.back().await;
        t.row("bari").double_click().await;
        t.path_becomes(opened).await;
    });
}

#[test]
fn nothing_jumps_when_the_accounts_come() {
    e2e(async |t| {
        t.stack.add_account("Negozio", "negozio");
        t.intercept(
            "({ path, request, send }) => path === '/api/v1/first-view'
                && new Promise((go) => { window.bringTheList = go }).then(() => send(request))",
        )
        .await;
        // Layout shifts, as measured by the browser.
        t.on_every_page(
            "window.shifts = [];
            new PerformanceObserver((list) => {
                for (const shift of list.getEntries()) window.shifts.push(shift.value);
            }).observe({ type: 'layout-shift', buffered: true })",
        )
        .await;
        t.open("/").await;
        t.status("Caricamento…").appears().await;
        t.becomes_true("it is asked for", "return !!window.bringTheList")
            .await;
        t.script("window.bringTheList()").await;
        t.row("Negozio").appears().await;
        let total = "return window.shifts.reduce((a, b) => a + b, 0)";
        let total = t.script(total).await.as_f64().unwrap_or(f64::MAX);
        assert!(total < 0.05, "the page moved by {total}");
    });
}

#[test]
fn at_320_pixels_the_grid_becomes_cards() {
    e2e(async |t| {
        t.viewport(320, 700).await;
        open_with_three(t).await;
        t.row("Milano").appears().await;
        let stacked = "const [a, b] = document.querySelectorAll('tbody tr:first-child td');
            return a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top + 1";
        assert_eq!(t.script(stacked).await, true);
        t.has_no_horizontal_scrolling("the list").await;
        t.row("bari").click().await;
        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").fill("bari").await;
        t.column_becomes(1, &["bari"]).await;
        t.has_no_horizontal_scrolling("a filter").await;
    });
}
