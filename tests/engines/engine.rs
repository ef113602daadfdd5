//! The other engines, each with its WebDriver.

use std::env;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;
use thirtyfour::{BrowserCapabilitiesHelper, Capabilities, DesiredCapabilities, WebDriver};

use crate::support::eventually;

/// A browser engine besides Chromium's.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    /// Gecko, in Debian's `firefox-esr`, by geckodriver.
    Firefox,
    /// Safari's engine, in WebKitGTK's own small browser.
    WebKit,
}

/// A browser and its driver. Dropping it ends both.
pub struct Running {
    // The session is dropped before its processes.
    pub driver: WebDriver,
    _processes: Group,
    _profile: TempDir,
}

impl Engine {
    /// Starts the browser; `None` where `cargo xtask test` could not install it.
    pub async fn start(self) -> Option<Running> {
        let driver = env::var_os(self.variable())?;
        let profile = TempDir::new().expect("there is room for a directory");
        let port = free_port();
        let mut command = self.command(Path::new(&driver), port);
        command
            .env("HOME", profile.path())
            .env("TMPDIR", profile.path())
            .env("TZ", "Europe/Rome")
            .env("LANG", "it_IT.UTF-8");
        let processes = Group::start(&mut command);
        eventually("the driver does not listen", async || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        })
        .await;
        let url = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(url, self.capabilities()).await;
        let driver = driver.unwrap_or_else(|error| panic!("{self:?} does not start: {error}"));
        Some(Running {
            driver,
            _processes: processes,
            _profile: profile,
        })
    }

    /// The environment variable with the driver's path, which `cargo xtask test` sets.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Firefox => "GECKODRIVER",
            Self::WebKit => "WEBKIT_DRIVER",
        }
    }

    fn command(self, driver: &Path, port: u16) -> Command {
        match self {
            Self::Firefox => {
                let mut command = Command::new(driver);
                command.arg("--port").arg(port.to_string());
                command
            }
            // WebKitGTK has no mode without a window, and asks the session bus for its settings.
            Self::WebKit => {
                let mut command = Command::new("xvfb-run");
                command
                    .args(["--auto-servernum", "dbus-run-session", "--"])
                    .arg(driver)
                    .arg(format!("--port={port}"))
                    // Draws without a graphics card.
                    .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
                    .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
                    .env("LIBGL_ALWAYS_SOFTWARE", "1");
                command
            }
        }
    }

    fn capabilities(self) -> Capabilities {
        match self {
            Self::Firefox => {
                let mut firefox = DesiredCapabilities::firefox();
                firefox.set_headless().expect("a flag is text");
                let preferences = serde_json::json!({ "intl.accept_languages": "it-IT,it" });
                firefox
                    .set_browser_option("prefs", preferences)
                    .expect("preferences are JSON");
                firefox.into()
            }
            Self::WebKit => {
                let options = serde_json::json!({
                    "binary": env::var("WEBKIT_BROWSER").expect("set with the driver"),
                    "args": ["--automation"],
                });
                let mut webkit = Capabilities::new();
                webkit
                    .set("webkitgtk:browserOptions", options)
                    .expect("options are JSON");
                webkit
            }
        }
    }
}

/// A process and those that it starts, in a process group of their own. Terminated on drop.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        let quiet = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = quiet.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| panic!("the driver cannot be started: {error}")))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::TERM);
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}
