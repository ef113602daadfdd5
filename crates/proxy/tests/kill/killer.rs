use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use crate::{
    KEY,
    support::{
        SECRET, claims,
        database::{database_url, postgres},
        sign, token,
    },
};

/// The value for `ENCRYPTION_KEY`: 32 bytes in base64.
const ENCRYPTION_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A proxy that is killed and restarted on the same database.
#[derive(Clone)]
pub struct Killer(Arc<Inner>);

struct Inner {
    dir: TempDir,
    sandbox: String,
    running: Mutex<Running>,
    rng: Mutex<fastrand::Rng>,
    http: reqwest::Client,
}

struct Running {
    child: Child,
    base: String,
}

/// The running killer; stops on request.
pub struct Killing {
    stop: watch::Sender<bool>,
    task: JoinHandle<u32>,
}

impl Killer {
    pub async fn start(sandbox: &str, rng: fastrand::Rng) -> Self {
        let dir = TempDir::new().unwrap();
        let running = run(dir.path(), sandbox);
        Self(Arc::new(Inner {
            dir,
            sandbox: sandbox.to_owned(),
            running: Mutex::new(running),
            rng: Mutex::new(rng),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }))
    }

    /// Sends SIGKILL at random moments, until stopped.
    pub fn kill_at_random(&self) -> Killing {
        let (stop, mut stopped) = watch::channel(false);
        let killer = self.clone();
        let task = tokio::spawn(async move {
            let mut kills = 0;
            loop {
                // The moments are random. With several proxies, a killed proxy's account queues are
                // taken over only after some seconds.
                let moments = match postgres() {
                    None => 300..3500,
                    Some(_) => 6000..9000,
                };
                let wait = killer.0.rng.lock().unwrap().u64(moments);
                tokio::select! {
                    () = sleep(Duration::from_millis(wait)) => {}
                    _ = stopped.wait_for(|stopped| *stopped) => return kills,
                }
                let inner = Arc::clone(&killer.0);
                tokio::task::spawn_blocking(move || inner.kill_and_restart())
                    .await
                    .unwrap();
                kills += 1;
            }
        });
        Killing { stop, task }
    }

    /// Sends a request until it gets a response.
    pub async fn ask(&self, method: Method, path: &str, audience: &str, body: &Value) -> Value {
        loop {
            let base = self.0.running.lock().unwrap().base.clone();
            let mut claims = claims("negozio");
            claims["aud"] = json!(audience);
            let token = match audience {
                "panel" => token("negozio"),
                _ => sign(&claims, SECRET),
            };
            let request = self.0.http.request(method.clone(), format!("{base}{path}"));
            let request = request.bearer_auth(token);
            let request = match body {
                Value::Null => request,
                body => request.json(body),
            };
            match request.send().await {
                Ok(answer) if answer.status().is_success() => {
                    if let Ok(value) = answer.json().await {
                        return value;
                    }
                }
                Ok(answer) if answer.status() == 429 || answer.status().is_server_error() => {}
                Ok(answer) => panic!("{path}: {:?}", answer.text().await),
                Err(_) => {}
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Creates the account and enables everything; returns its path.
    pub async fn save_account(&self) -> String {
        let new = json!({
            "description": "Negozio", "platform": "activecampaign", "account_name": "negozio",
            "api_key": { "replace": KEY },
        });
        let account = self
            .ask(Method::POST, "/api/v1/accounts", "panel", &new)
            .await;
        let path = format!("/api/v1/accounts/{}", account["id"].as_str().unwrap());
        let update = json!({
            "description": "Negozio", "platform": "activecampaign", "account_name": "negozio",
            "api_key": "keep", "ecommerce": { "orders": true, "abandoned_carts": true },
        });
        let base = self.0.running.lock().unwrap().base.clone();
        let saved = self
            .0
            .http
            .put(format!("{base}{path}"))
            .bearer_auth(token("negozio"));
        let saved = saved.header("if-match", "\"1\"").json(&update).send().await;
        assert_eq!(saved.unwrap().status(), 200);
        path
    }

    pub async fn until_half_sent(&self, account: &str) {
        self.until(account, |counters| {
            counters["sent"].as_i64() >= counters["waiting"].as_i64()
        })
        .await;
    }

    pub async fn until_sent(&self, account: &str) {
        self.until(account, |counters| counters["waiting"] == 0)
            .await;
        let transfers = self
            .ask(
                Method::GET,
                &format!("{account}/transfers"),
                "panel",
                &Value::Null,
            )
            .await;
        assert_eq!(transfers["counters"]["failed"], 0, "{transfers}");
    }

    async fn until(&self, account: &str, reached: impl Fn(&Value) -> bool) {
        let path = format!("{account}/transfers");
        loop {
            let transfers = self.ask(Method::GET, &path, "panel", &Value::Null).await;
            if reached(&transfers["counters"]) {
                return;
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    pub async fn metrics(&self) -> String {
        let base = self.0.running.lock().unwrap().base.clone();
        let answer = self
            .0
            .http
            .get(format!("{base}/metrics"))
            .send()
            .await
            .unwrap();
        answer.text().await.unwrap()
    }

    /// Sends SIGTERM; returns the output of all processes.
    pub fn terminate(&self) -> String {
        let mut running = self.0.running.lock().unwrap();
        let id = running.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(running.child.wait().unwrap().success());
        fs::read_to_string(log_file(self.0.dir.path())).unwrap()
    }
}

impl Killing {
    /// Number of kills.
    pub async fn stop(self) -> u32 {
        self.stop.send_replace(true);
        self.task.await.unwrap()
    }
}

impl Inner {
    fn kill_and_restart(&self) {
        let mut running = self.running.lock().unwrap();
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        *running = run(self.dir.path(), &self.sandbox);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let running = self.running.get_mut().unwrap();
        let _ = running.child.kill();
        let _ = running.child.wait();
    }
}

fn log_file(dir: &Path) -> PathBuf {
    dir.join("stderr.log")
}

fn run(dir: &Path, sandbox: &str) -> Running {
    let log = File::options()
        .create(true)
        .append(true)
        .open(log_file(dir))
        .unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_integrations-proxy"))
        .env_clear()
        .env("LISTEN", "127.0.0.1:0")
        .env("DATABASE_URL", database_url(dir))
        .env("ACTIVECAMPAIGN_URL", format!("{sandbox}/{{account}}"))
        .env("ACTIVECAMPAIGN_RATE", "300")
        .env("SESSION_SECRET", SECRET)
        .env("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .env("SHUTDOWN_DELAY_SECONDS", "0")
        .env("RUST_LOG", "debug")
        .current_dir(dir)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let base = line
        .trim_end()
        .strip_prefix("integrations-proxy listening on ");
    Running {
        base: base.unwrap_or_else(|| panic!("{line:?}")).to_owned(),
        child,
    }
}
