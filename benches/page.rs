//! Measures load and response times of the page, on a slow 4G network and with a 4× slower
//! processor. Part of `cargo xtask bench`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

#[path = "../crates/proxy/benches/support/table.rs"]
mod table;

use std::env;

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

/// Where the list is opened.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Alone,
    BackOffice,
    /// The same list in React, where `cargo xtask bench` found it.
    React,
}

impl Place {
    const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::BackOffice => "in the back office",
            Self::React => "in React, alone",
        }
    }
}

/// The visits of a place.
struct Visits {
    place: Place,
    url: String,
    times: Times,
}

impl Visits {
    fn of(place: Place, url: &str) -> Self {
        Self {
            place,
            url: url.to_owned(),
            times: Times::default(),
        }
    }
}

/// The measurements of a place, in milliseconds.
#[derive(Default)]
struct Times {
    outline: Vec<f64>,
    cold: Vec<f64>,
    warm: Vec<f64>,
    /// As `cold` and `warm`, from the navigation of the frame; empty without a frame.
    frame_cold: Vec<f64>,
    frame_warm: Vec<f64>,
    /// Layout shift, without a unit.
    shift: Vec<f64>,
}

fn main() {
    weight();
    let stack = Stack::start();
    stack.add_account("Negozio di Milano", "negozio");
    // The browser's connections run on a separate thread, as in the tests.
    block_on(async {
        let mut visits = vec![
            Visits::of(Place::Alone, stack.proxy_url()),
            Visits::of(Place::BackOffice, stack.host_url()),
        ];
        if let Ok(url) = env::var("YARDSTICK_URL") {
            visits.push(Visits::of(Place::React, &url));
        }
        loading(&mut visits).await;
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
    table.row(&[&"all", &first, &later]);
}

/// Opens the list in all places in turn, so that each has the same share of the machine's noise.
async fn loading(all: &mut [Visits]) {
    for _ in 0..RUNS {
        for Visits { place, url, times } in &mut *all {
            let browser = Browser::start(url).await;
            browser.on_every_page(OBSERVE).await;
            browser.slow().await;
            let (cold, frame_cold) = first_row(&browser, *place).await;
            times.cold.push(cold);
            times.frame_cold.extend(frame_cold);
            times.outline.push(number(&browser, OUTLINE).await);
            times.shift.push(number(&browser, SHIFT).await);
            let (warm, frame_warm) = first_row(&browser, *place).await;
            times.warm.push(warm);
            times.frame_warm.extend(frame_warm);
        }
    }
    let table = Table::new(
        "The list on slow 4G (1.6 Mbit/s, 150 ms) with a quarter of the processor, ms",
        &["where", "what", "median (least–most)", "goal"],
    );
    let react = all.iter().find(|visits| visits.place == Place::React);
    for Visits { place, times, .. } in &*all {
        rows_of(&table, *place, times, react.map(|visits| &visits.times));
    }
}

/// The rows of a place. Alone it is compared with React in the same run.
fn rows_of(table: &Table, place: Place, times: &Times, react: Option<&Times>) {
    let react = react.filter(|_| place == Place::Alone);
    let beside = |times: &Vec<f64>| (Spread::of(times.clone()).median * 0.95).round();
    let rows = [
        ("outline, cold", &times.outline, None),
        (
            "first row, cold",
            &times.cold,
            react.map(|it| beside(&it.cold)),
        ),
        (
            "first row, warm",
            &times.warm,
            react.map(|it| beside(&it.warm)),
        ),
        (
            "first row of the frame, cold",
            &times.frame_cold,
            Some(1300.0),
        ),
        (
            "first row of the frame, warm",
            &times.frame_warm,
            Some(500.0),
        ),
        ("layout shift", &times.shift, None),
    ];
    for (what, measured, goal) in rows {
        if measured.is_empty() {
            continue;
        }
        let measured = Spread::of(measured.clone());
        let goal = goal.map_or(String::new(), |goal| {
            Goal::AtMost(goal).judge(measured.median)
        });
        table.row(&[&place.name(), &what, &measured, &goal]);
    }
}

/// Opens the list. Returns the times until its first row is painted: from the navigation of the page,
/// and of the frame with the list, if there is one.
async fn first_row(browser: &Browser, place: Place) -> (f64, Option<f64>) {
    browser.open("/").await;
    let began = number(browser, ORIGIN).await;
    let is_framed = place == Place::BackOffice;
    if is_framed {
        browser.enter_frame().await;
    }
    let row = eventually("the list has no row", async || {
        match browser.script(ROW).await.as_f64() {
            Some(row) => Ok(row),
            None => Err("none yet"),
        }
    })
    .await;
    if !is_framed {
        return (row - began, None);
    }
    let frame_began = number(browser, ORIGIN).await;
    browser.leave_frame().await;
    (row - began, Some(row - frame_began))
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
