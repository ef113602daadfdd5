use std::{
    fs::File,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::support::{Answer, SECRET, claims, sign};

/// The value for `ENCRYPTION_KEY`: 32 bytes in base64.
const ENCRYPTION_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A proxy as an operator runs it.
pub struct Program {
    child: Child,
    base: String,
    http: Client,
}

impl Program {
    pub fn start(dir: &TempDir, name: &str, database: &str, sandbox: &str) -> Self {
        let log = File::create(dir.path().join(format!("{name}.log"))).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_integrations-proxy"))
            .env_clear()
            .env("LISTEN", "127.0.0.1:0")
            .env("DATABASE_URL", database)
            .env("ACTIVECAMPAIGN_URL", format!("{sandbox}/{{account}}"))
            .env("SESSION_SECRET", SECRET)
            .env("ENCRYPTION_KEY", ENCRYPTION_KEY)
            .env("SHUTDOWN_DELAY_SECONDS", "0")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let base = line.trim_end();
        let base = base.strip_prefix("integrations-proxy listening on ");
        Self {
            base: base.unwrap_or_else(|| panic!("{line:?}")).to_owned(),
            child,
            http: Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// Sends a request of a site's merchant (`panel`) or server (`events`).
    pub async fn ask(
        &self,
        (site, audience): (&str, &str),
        method: Method,
        path: &str,
        body: &Value,
    ) -> Answer {
        let mut claims = claims(site);
        claims["aud"] = json!(audience);
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = request.bearer_auth(sign(&claims, SECRET)).json(body);
        // Only correct for `PUT` of an unchanged account.
        let request = request.header("if-match", "\"1\"");
        Answer::read(request.send().await.unwrap()).await
    }

    /// The status of `/readyz`.
    pub async fn readiness(&self) -> u16 {
        let answer = self.http.get(format!("{}/readyz", self.base)).send().await;
        answer.unwrap().status().as_u16()
    }

    pub async fn until_ready(&self) {
        let began = Instant::now();
        while self.readiness().await != 200 {
            assert!(began.elapsed() < Duration::from_secs(20), "not ready again");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Sends SIGSTOP: the process freezes, and no other process is notified.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Sends SIGCONT: the process resumes.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn terminate(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
