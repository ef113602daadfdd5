//! Measures load and response times of the page, on a slow 4G network and with a 4× slower
//! processor. Part of `cargo xtask bench`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

#[path = "../crates/proxy/benches/support/table.rs"]
mod table;

use support::*;
use table::{Goal, Spread, Table};

const RUNS: usize = 7;

/// Records, in the page and its frames, when an element of the list is rendered, layout shifts, and
/// the duration of interactions.
const OBSERVE: &str = "
    window.bench = { row: null, shift: 0, interactions: {} };
    new MutationObserver((_, observer) => {
        if (!document.querySelector('tbody tr[aria-selected]')) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => {
            window.bench.row = performance.timeOrigin + performance.now();
        }));
    }).observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => {
        for (const it of list.getEntries()) if (!it.hadRecentInput) window.bench.shift += it.value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
        for (const it of list.getEntries()) {
            if (!it.interactionId) continue;
            const known = window.bench.interactions[it.interactionId] ?? 0;
            window.bench.interactions[it.interactionId] = Math.max(known, it.duration);
        }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
";

/// Milliseconds since the navigation of the top page started.
const OUTLINE: &str = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
const ORIGIN: &str = "return performance.timeOrigin";
const ROW: &str = "return window.bench.row";
const SHIFT: &str = "return window.bench.shift";
/// Resolves a while after the previous actions were rendered.
const NEXT_PICTURE: &str =
    "return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))";
const SLOWEST: &str = "return Math.max(0, ...Object.values(window.bench.interactions))";

fn main() {
    weight();
    let stack = Stack::start();
    stack.add_account("Negozio di Milano", "negozio");
    // The browser's connections run on a separate thread, as in the tests.
    block_on(async {
        let (alone, embedded) = (stack.proxy_url(), stack.host_url());
        loading(&[
            ("alone", alone, false),
            ("in the back office", embedded, true),
        ])
        .await;
        // A site can have one account: only without one a platform can be selected.
        let empty = Stack::start();
        interactions(empty.proxy_url()).await;
    });
}

fn weight() {
    let table = Table::new(
        "The panel's files, bytes compressed with brotli",
        &["file", "first view", "later"],
    );
    let (mut first, mut later) = (0, 0);
    for file in bytes() {
        match file.first_view {
            true => {
                first += file.compressed;
                table.row(&[&file.name, &file.compressed, &""]);
            }
            false => {
                later += file.compressed;
                table.row(&[&file.name, &"", &file.compressed]);
            }
        }
    }
    let goal = Goal::AtMost(100_000.0).judge(first as f64);
    table.row(&[&"all", &format!("{first} ({goal})"), &later]);
}

async fn loading(places: &[(&str, &str, bool)]) {
    let table = Table::new(
        "The list on slow 4G (1.6 Mbit/s, 150 ms) with a quarter of the processor, ms",
        &["where", "what", "measured (least–most)", "goal"],
    );
    for (name, url, framed) in places {
        let [mut outline, mut cold, mut warm, mut shift] = [const { Vec::new() }; 4];
        for _ in 0..RUNS {
            let browser = Browser::start(url).await;
            browser.on_every_page(OBSERVE).await;
            browser.slow().await;
            cold.push(usable(&browser, *framed).await);
            outline.push(number(&browser, OUTLINE).await);
            shift.push(number(&browser, SHIFT).await);
            warm.push(usable(&browser, *framed).await);
        }
        let goals: [Option<Goal>; 4] = match framed {
            false => [600.0, 1200.0, 400.0, 0.0].map(|it| Some(Goal::AtMost(it))),
            true => [const { None }; 4],
        };
        let measured = [outline, cold, warm, shift].map(Spread::of);
        let names = [
            "outline, cold",
            "first row, cold",
            "first row, warm",
            "layout shift",
        ];
        for ((what, measured), goal) in names.iter().zip(measured).zip(goals) {
            let goal = goal.map_or(String::new(), |goal| goal.judge(measured.median));
            table.row(&[name, what, &measured, &goal]);
        }
    }
}

/// Opens the list and returns the time until its first row is painted.
async fn usable(browser: &Browser, framed: bool) -> f64 {
    browser.open("/").await;
    let began = number(browser, ORIGIN).await;
    if framed {
        browser.enter_frame().await;
    }
    let row = eventually("the list has no row", async || {
        match browser.script(ROW).await.as_f64() {
            Some(row) => Ok(row),
            None => Err("none yet"),
        }
    })
    .await;
    browser.leave_frame().await;
    row - began
}

async fn interactions(url: &str) {
    let table = Table::new(
        "From a key or a click to the next picture (INP), a quarter of the processor, ms",
        &["what", "slowest of each run (least–most)", "goal"],
    );
    let [mut typing, mut choosing, mut saving] = [const { Vec::new() }; 3];
    for _ in 0..RUNS {
        let browser = Browser::start(url).await;
        browser.on_every_page(OBSERVE).await;
        browser.open("/accounts/new").await;
        browser.heading("Dati Account").appears().await;
        browser.slow().await;
        for key in "Negozio di Torino".chars() {
            browser.field("Descrizione").press(key).await;
            // Nobody types faster than frames are rendered.
            browser.script(NEXT_PICTURE).await;
        }
        typing.push(slowest(&browser).await);
        // By keyboard: WebDriver's own selection does not count as an interaction.
        browser.field("Piattaforma").press('A').await;
        browser.heading("Credenziali").appears().await;
        choosing.push(slowest(&browser).await);
        // The name is missing: saving validates everything and shows the errors.
        browser.button("Salva").click().await;
        browser
            .field("Nome Account")
            .has_error("Scrivi il nome")
            .await;
        saving.push(slowest(&browser).await);
    }
    for (what, measured) in [
        ("typing", typing),
        ("choosing a platform", choosing),
        ("saving", saving),
    ] {
        let measured = Spread::of(measured);
        table.row(&[&what, &measured, &Goal::AtMost(50.0).judge(measured.median)]);
    }
    println!("\nInteractions below 16 ms are not told apart by the browser: they count as 0.");
}

/// The slowest interaction since the last call.
async fn slowest(browser: &Browser) -> f64 {
    // The browser reports a frame's duration in the next frame.
    browser.script(NEXT_PICTURE).await;
    let slowest = number(browser, SLOWEST).await;
    browser.script("window.bench.interactions = {}").await;
    slowest
}

async fn number(browser: &Browser, script: &str) -> f64 {
    browser.script(script).await.as_f64().unwrap_or(f64::NAN)
}
