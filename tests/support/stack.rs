//! The proxy, which serves the built panel, and the sandbox.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::program::Program;

const ANY_PORT: &str = "127.0.0.1:0";

/// Proxy and sandbox on free ports, with their own data. Dropping it stops both and deletes the
/// data.
pub struct Stack {
    // Fields are dropped in this order: the programs before their directory.
    proxy: Program,
    proxy_url: String,
    host_url: String,
    sandbox: Program,
    sandbox_url: String,
    settings: Vec<(String, String)>,
    data: TempDir,
}

impl Stack {
    /// Starts both programs, the proxy in demo mode.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts both programs, the proxy with additional settings (environment variables).
    pub fn start_with(settings: &[(&str, &str)]) -> Self {
        let data = TempDir::new().expect("there is room for a directory");
        let settings = settings.iter();
        let settings: Vec<_> = settings
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let (sandbox, sandbox_url) = start_sandbox(data.path(), ANY_PORT);
        let any = [ANY_PORT, ANY_PORT];
        let (proxy, [proxy_url, host_url]) = start_proxy(data.path(), any, &sandbox_url, &settings);
        Self {
            proxy,
            proxy_url,
            host_url,
            sandbox,
            sandbox_url,
            settings,
            data,
        }
    }

    /// Restarts both programs with the same data and URLs. The sandbox loses its records.
    pub fn restart(&mut self) {
        self.proxy.stop();
        self.sandbox.stop();
        let (sandbox, url) = start_sandbox(self.data.path(), address(&self.sandbox_url));
        (self.sandbox, self.sandbox_url) = (sandbox, url);
        self.start_proxy_again();
    }

    /// Stops only the proxy, so that the panel's requests fail.
    pub fn stop_proxy(&mut self) {
        self.proxy.stop();
    }

    /// Starts a stopped proxy with the same data and URLs.
    pub fn start_proxy_again(&mut self) {
        let addresses = [address(&self.proxy_url), address(&self.host_url)];
        let (proxy, urls) = start_proxy(
            self.data.path(),
            addresses,
            &self.sandbox_url,
            &self.settings,
        );
        self.proxy = proxy;
        [self.proxy_url, self.host_url] = urls;
    }

    /// URL of the proxy, which serves panel and API, without a trailing slash.
    pub fn proxy_url(&self) -> &str {
        &self.proxy_url
    }

    /// URL of the demo back office, without a trailing slash.
    pub fn host_url(&self) -> &str {
        &self.host_url
    }

    /// URL of the sandbox, without a trailing slash.
    pub fn sandbox_url(&self) -> &str {
        &self.sandbox_url
    }

    /// Directory of the programs' data.
    pub(super) fn data(&self) -> &Path {
        self.data.path()
    }

    /// The last lines of both logs, for a failed test.
    pub fn logs(&self) -> String {
        let (proxy, sandbox) = (self.proxy.log_tail(), self.sandbox.log_tail());
        format!("proxy's log:\n{proxy}\nsandbox's log:\n{sandbox}")
    }
}

fn start_sandbox(data: &Path, address: &str) -> (Program, String) {
    let mut command = program("activecampaign-sandbox");
    command.args(["--listen", address]);
    let mut sandbox = Program::start("the sandbox", &mut command, &data.join("sandbox.log"));
    let url = sandbox.ready("activecampaign-sandbox listening on ");
    (sandbox, url)
}

/// Starts the proxy; the addresses are those of the panel and of the back office.
fn start_proxy(
    data: &Path,
    [panel_address, host_address]: [&str; 2],
    sandbox: &str,
    settings: &[(String, String)],
) -> (Program, [String; 2]) {
    let database = data.join("integrations.db");
    let mut command = program("integrations-proxy");
    command
        .arg("--demo")
        .env("LISTEN", panel_address)
        .env("DEMO_HOST_LISTEN", host_address)
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .env("PANEL_DIR", panel())
        .env("ACTIVECAMPAIGN_URL", format!("{sandbox}/{{account}}"))
        .envs(settings.iter().map(|(name, value)| (name, value)));
    let mut proxy = Program::start("the proxy", &mut command, &data.join("proxy.log"));
    let panel_url = proxy.ready("integrations-proxy listening on ");
    let host_url = proxy.ready("demo back office on ");
    (proxy, [panel_url, host_url])
}

/// A program of this workspace, without the developer's environment settings.
fn program(name: &str) -> Command {
    let path = programs().join(name);
    assert!(
        path.exists(),
        "{} is not built: run `cargo xtask test`, or `cargo build -p proxy -p sandbox`",
        path.display()
    );
    let mut command = Command::new(path);
    command.env_clear();
    command.envs(env::var_os("PATH").map(|path| ("PATH", path)));
    command
}

/// `PROGRAMS_DIR`, or the directory of cargo's programs: the parent of the tests' directory.
fn programs() -> PathBuf {
    if let Some(directory) = env::var_os("PROGRAMS_DIR") {
        return directory.into();
    }
    let test = env::current_exe().expect("a test knows its own path");
    let directory = test.ancestors().nth(2);
    directory.expect("tests are in target/…/deps").to_path_buf()
}

/// `PANEL_DIR`, or trunk's output directory.
pub fn panel() -> PathBuf {
    let panel = env::var_os("PANEL_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"),
        PathBuf::from,
    );
    assert!(
        panel.join("index.html").exists(),
        "there is no built panel in {}: run `cargo xtask test`",
        panel.display()
    );
    panel
}

fn address(url: &str) -> &str {
    url.strip_prefix("http://").expect("an http URL")
}
