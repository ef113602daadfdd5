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

/// A place where the list is opened.
struct Place {
    name: &'static str,
    url: String,
    /// The list is in a frame.
    is_framed: bool,
    times: Times,
}

/// The measurements of a place, in milliseconds.
#[derive(Default)]
struct Times {
    outline: Vec<f64>,
    cold: Vec<f64>,
    warm: Vec<f64>,
    /// As `cold` and `warm`, from the navigation of the frame itself.
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
        let place = |name, url: &str, is_framed| Place {
            name,
            url: url.to_owned(),
            is_framed,
            times: Times::default(),
        };
        let mut places = vec![
            place("alone", stack.proxy_url(), false),
            place("in the back office", stack.host_url(), true),
        ];
        // The same list in React, where `cargo xtask bench` found it.
        if let Ok(url) = env::var("YARDSTICK_URL") {
            places.push(place("in React, alone", &url, false));
        }
        loading(&mut places).await;
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
async fn loading(places: &mut [Place]) {
    for _ in 0..RUNS {
        for place in &mut *places {
            let browser = Browser::start(&place.url).await;
            browser.on_every_page(OBSERVE).await;
            browser.slow().await;
            let times = &mut place.times;
            let (whole, frame) = first_row(&browser, place.is_framed).await;
            times.cold.push(whole);
            times.frame_cold.push(frame);
            times.outline.push(number(&browser, OUTLINE).await);
            times.shift.push(number(&browser, SHIFT).await);
            let (whole, frame) = first_row(&browser, place.is_framed).await;
            times.warm.push(whole);
            times.frame_warm.push(frame);
        }
    }
    let table = Table::new(
        "The list on slow 4G (1.6 Mbit/s, 150 ms) with a quarter of the processor, ms",
        &["where", "what", "median (least–most)", "goal"],
    );
    let react = places.iter().find(|it| it.name.starts_with("in React"));
    let react = react.map(|it| [&it.times.cold, &it.times.warm].map(|it| median(it)));
    for place in &*places {
        rows_of(&table, place, react);
    }
}

/// The rows of a place. Alone it is compared with React in the same run.
fn rows_of(table: &Table, place: &Place, react: Option<[f64; 2]>) {
    let times = &place.times;
    let goals = |whole: [Option<f64>; 2], frame: [Option<f64>; 2]| {
        [
            ("outline, cold", &times.outline, None),
            ("first row, cold", &times.cold, whole[0]),
            ("first row, warm", &times.warm, whole[1]),
            (
                "first row, cold, from the frame's navigation",
                &times.frame_cold,
                frame[0],
            ),
            (
                "first row, warm, from the frame's navigation",
                &times.frame_warm,
                frame[1],
            ),
            ("layout shift", &times.shift, None),
        ]
    };
    let rows = match (place.name, react) {
        ("alone", Some(react)) => goals(react.map(|it| Some((it * 0.95).round())), [None; 2]),
        ("in the back office", _) => goals([None; 2], [Some(1300.0), Some(500.0)]),
        _ => goals([None; 2], [None; 2]),
    };
    for (what, measured, goal) in rows {
        if what.contains("frame") && !place.is_framed {
            continue;
        }
        let goal = goal.map_or(String::new(), |goal| {
            Goal::AtMost(goal).judge(median(measured))
        });
        table.row(&[&place.name, &what, &Spread::of(measured.clone()), &goal]);
    }
}

fn median(measured: &[f64]) -> f64 {
    Spread::of(measured.to_vec()).median
}

/// Opens the list. Returns the times until its first row is painted: from the navigation of the page,
/// and of the frame with the list.
async fn first_row(browser: &Browser, is_framed: bool) -> (f64, f64) {
    browser.open("/").await;
    let began = number(browser, ORIGIN).await;
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
    let frame_began = number(browser, ORIGIN).await;
    browser.leave_frame().await;
    (row - began, row - frame_began)
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
