use std::{
    fs,
    io::{BufRead, BufReader},
    num::NonZeroU32,
    path::Path,
    process::{Child, Command, Stdio},
};

use tokio::net::TcpListener;

use super::tokens::SECRET;

/// The value for `ENCRYPTION_KEY`: 32 bytes in base64.
pub const ENCRYPTION_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The proxy as operators run it. Killed on drop.
pub struct Program {
    child: Child,
    pub base: String,
}

impl Program {
    /// Starts the proxy with the database in `dir`.
    pub fn start(dir: &Path, sandbox: &str, rate: u32) -> Self {
        let database = format!("sqlite://{}", dir.join("proxy.db").display());
        let own = env!("CARGO_BIN_EXE_integrations-proxy");
        let binary = std::env::var_os("PROXY_BINARY").unwrap_or_else(|| own.into());
        let mut child = Command::new(binary)
            .env_clear()
            .env("LISTEN", "127.0.0.1:0")
            .env("DATABASE_URL", database)
            .env("ACTIVECAMPAIGN_URL", format!("{sandbox}/{{account}}"))
            .env("ACTIVECAMPAIGN_RATE", rate.to_string())
            .env("SESSION_SECRET", SECRET)
            .env("ENCRYPTION_KEY", ENCRYPTION_KEY)
            .env("RUST_LOG", "warn")
            .current_dir(dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let base = line
            .trim_end()
            .strip_prefix("integrations-proxy listening on ");
        Self {
            base: base.unwrap_or_else(|| panic!("{line:?}")).to_owned(),
            child,
        }
    }

    /// Resident memory, in MB.
    pub fn memory(&self) -> f64 {
        self.megabytes("VmRSS:")
    }

    /// Maximum resident memory so far, in MB.
    pub fn most_memory(&self) -> f64 {
        self.megabytes("VmHWM:")
    }

    fn megabytes(&self, field: &str) -> f64 {
        let status = self.of_process("status");
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kilobytes: f64 = first(line.unwrap().split_whitespace());
        kilobytes / 1000.0
    }

    /// Processor time so far, in seconds.
    pub fn computed(&self) -> f64 {
        const TICKS_A_SECOND: f64 = 100.0;
        let stat = self.of_process("stat");
        // The name may contain spaces and ends with a parenthesis; the times are fields 14 and 15.
        let rest = stat.rsplit(')').next().unwrap();
        let ticks = rest.split_whitespace().skip(11).take(2);
        ticks.map(|it| it.parse::<f64>().unwrap()).sum::<f64>() / TICKS_A_SECOND
    }

    fn of_process(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn first<'a>(mut words: impl Iterator<Item = &'a str>) -> f64 {
    words.next().unwrap().parse().unwrap()
}

/// A sandbox on a free port with this rate limit.
pub async fn sandbox(per_second: Option<u32>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let limit = per_second.and_then(NonZeroU32::new);
    let app = sandbox::app(sandbox::Sandbox::new(limit));
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}
