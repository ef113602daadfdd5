//! A Chromium process, driven through WebDriver.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::{env, fs};

use serde_json::Value;
use tempfile::TempDir;
use thirtyfour::{
    Capabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
};

use super::emulation::Media;
use super::program::Program;

/// Flags for tests: no window, no GPU, no network requests of the browser itself, and a sandbox
/// only where possible (not as root in a container).
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
];

/// A browser with an empty profile. Clones share the browser; dropping the last one closes it.
#[derive(Clone)]
pub struct Browser(Arc<Running>);

struct Running {
    // Fields are dropped in this order: session, driver, files.
    driver: WebDriver,
    _chromedriver: Program,
    _profile: TempDir,
    base: String,
    media: Mutex<Media>,
    problems: Mutex<Vec<String>>,
}

impl Browser {
    /// Starts a browser whose [`open`](Self::open) takes paths below `base`.
    pub async fn start(base: &str) -> Self {
        let profile = TempDir::new().expect("there is room for a directory");
        let (chromedriver, port) = start_chromedriver(profile.path());
        let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let driver = WebDriver::new(url, capabilities(profile.path())).await;
        let browser = Self(Arc::new(Running {
            driver: driver
                .unwrap_or_else(|error| panic!("no browser: {error}\n{}", chromedriver.log_tail())),
            _chromedriver: chromedriver,
            _profile: profile,
            base: base.to_owned(),
            media: Mutex::default(),
            problems: Mutex::default(),
        }));
        browser.viewport(1280, 800).await;
        browser
    }

    /// Opens a path of the panel, such as `/`.
    pub async fn open(&self, path: &str) {
        self.open_url(&format!("{}{path}", self.0.base)).await;
    }

    /// Opens any URL.
    pub async fn open_url(&self, url: &str) {
        let opened = self.driver().goto(url).await;
        opened.unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// Opens a path without the page's unload question, as after a crash of the tab.
    pub async fn open_anyway(&self, path: &str) {
        let leave = "window.addEventListener('beforeunload', (it) => {
            it.stopImmediatePropagation();
        }, { capture: true })";
        self.script(leave).await;
        self.open(path).await;
    }

    /// Whether the browser would ask before the page unloads. WebDriver itself unloads pages
    /// without a question, so this fires the event only.
    pub async fn asks_before_it_goes(&self) -> bool {
        let told = "const going = new Event('beforeunload', { cancelable: true });
            window.dispatchEvent(going);
            return going.defaultPrevented";
        self.script(told).await == true
    }

    /// Reloads the page.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("a page loads again");
    }

    /// The browser's *back*.
    pub async fn back(&self) {
        self.driver().back().await.expect("there is a way back");
    }

    /// The path and query of the current page.
    pub async fn path(&self) -> String {
        let script = "return location.pathname + location.search";
        self.script(script).await.as_str().unwrap_or("").to_owned()
    }

    /// The return value of a script in the page (`return …`); waits for a promise.
    pub async fn script(&self, script: &str) -> Value {
        let answer = self.driver().execute(script, Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("the script fails: {error}"));
        answer.json().clone()
    }

    /// Saves a screenshot as `target/screenshots/<name>.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        fs::create_dir_all(&directory).expect("there is room for a directory");
        let path = directory.join(format!("{name}.png"));
        let picture = self.driver().screenshot_as_png().await;
        fs::write(&path, picture.expect("a browser shows its page")).expect("there is room");
        path
    }

    pub(super) fn driver(&self) -> &WebDriver {
        &self.0.driver
    }

    pub(super) fn media_state(&self) -> &Mutex<Media> {
        &self.0.media
    }

    pub(super) fn problem_list(&self) -> &Mutex<Vec<String>> {
        &self.0.problems
    }

    /// Runs a command of the DevTools protocol.
    pub(super) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let answer = self.driver().cdp().send_raw(command, parameters).await;
        answer.unwrap_or_else(|error| panic!("{command} fails: {error}"))
    }
}

/// Starts the driver and returns its port. The driver needs its port on IPv4 and IPv6; if the IPv6
/// port is taken it exits, and another port is tried.
fn start_chromedriver(profile: &Path) -> (Program, String) {
    let mut command = Command::new("chromedriver");
    // The page uses the merchants' time zone.
    command.arg("--port=0").env("TZ", "Europe/Rome");
    // Keeps crash reports and caches out of the developer's own directories.
    command.env("XDG_CONFIG_HOME", profile);
    command.env("XDG_CACHE_HOME", profile);
    let log = profile.join("chromedriver.log");
    let started = (0..5).find_map(|_| {
        let mut chromedriver = Program::start("chromedriver", &mut command, &log);
        let port = chromedriver.ready_or_ended("ChromeDriver was started successfully on port ")?;
        Some((chromedriver, port))
    });
    started.expect("chromedriver finds a port")
}

fn capabilities(profile: &Path) -> Capabilities {
    let mut chrome = DesiredCapabilities::chrome();
    let profile = format!("--user-data-dir={}", profile.join("profile").display());
    for flag in FLAGS.iter().copied().chain([profile.as_str()]) {
        chrome.add_arg(flag).expect("a flag is text");
    }
    if let Ok(binary) = env::var("CHROMIUM") {
        chrome.set_binary(&binary).expect("a path is text");
    }
    let preferences = serde_json::json!({ "intl.accept_languages": "it-IT,it" });
    let set = chrome.add_experimental_option("prefs", preferences);
    set.expect("preferences are JSON");
    let set = chrome.set_browser_log_level(LoggingPrefsLogLevel::All);
    set.expect("a level is text");
    chrome.into()
}
