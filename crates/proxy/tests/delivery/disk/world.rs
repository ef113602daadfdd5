//! A program that keeps its database on a disk of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    support::{Answer, SECRET, claims, new_account, sign},
    world::{NAME, SITE, eventually, order},
};

/// As `ENCRYPTION_KEY`: 32 bytes in base64.
const ENCRYPTION_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A program that keeps its database on a disk of its own.
pub struct World {
    pub child: Child,
    base: String,
    sandbox: String,
    /// Where the disk is, as this process sees it.
    pub disk: PathBuf,
    http: Client,
    /// How many orders were acknowledged.
    pub acknowledged: usize,
    pub handed_over: usize,
}

/// What to do before the program takes the place of the shell; `$DISK` is where the disk goes.
pub fn program(dir: &Path, before: &str, sandbox: &str) -> Command {
    let disk = dir.join("disk");
    fs::create_dir_all(&disk).unwrap();
    let script = format!("{before} exec \"$PROGRAM\"");
    let mut command = match before {
        "" => Command::new("sh"),
        _ => in_namespace(),
    };
    command
        .args(["-ec", &script])
        .env("PROGRAM", env!("CARGO_BIN_EXE_integrations-proxy"))
        .env("DISK", &disk)
        .env("LISTEN", "127.0.0.1:0")
        .env(
            "DATABASE_URL",
            format!("sqlite://{}", disk.join("proxy.db").display()),
        )
        .env("ACTIVECAMPAIGN_URL", format!("{sandbox}/{{account}}"))
        .env("ACTIVECAMPAIGN_RATE", "100")
        .env("SESSION_SECRET", SECRET)
        .env("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .env("SHUTDOWN_DELAY_SECONDS", "0")
        .stdout(Stdio::piped())
        .stderr(fs::File::create(dir.join("log")).unwrap());
    command
}

/// A shell that may mount, whether the tests run as root or not.
pub fn in_namespace() -> Command {
    let mut command = Command::new("unshare");
    if !is_root() {
        command.arg("--map-root-user");
    }
    command.args(["--mount", "sh"]);
    command
}

pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Whether this machine lets the tests mount something in a namespace of their own.
pub fn may_mount() -> bool {
    let mount = "mount -t tmpfs tmpfs /mnt";
    let done = in_namespace()
        .args(["-ec", mount])
        .stderr(Stdio::null())
        .status();
    let may = done.is_ok_and(|done| done.success());
    if !may {
        println!("left out: nothing can be mounted here");
    }
    may
}

impl World {
    pub async fn start(mut command: Command, dir: &Path, sandbox: String) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let base = line.trim_end();
        let base = base.strip_prefix("integrations-proxy listening on ");
        let base =
            base.unwrap_or_else(|| panic!("{line:?} {:?}", fs::read_to_string(dir.join("log"))));
        let root = PathBuf::from(format!("/proc/{}/root", child.id()));
        let disk = dir.join("disk");
        Self {
            base: base.to_owned(),
            disk: root.join(disk.strip_prefix("/").unwrap()),
            child,
            sandbox,
            http: Client::builder().no_proxy().build().unwrap(),
            acknowledged: 0,
            handed_over: 0,
        }
    }

    async fn ask(&self, audience: &str, method: Method, path: &str, body: &Value) -> Answer {
        let mut claims = claims(SITE);
        claims["aud"] = json!(audience);
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = request.bearer_auth(sign(&claims, SECRET)).json(body);
        let request = request.header("if-match", "\"1\"");
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn save_account(&self) {
        let mut account = new_account();
        account["account_name"] = json!(NAME);
        let path = "/api/v1/accounts";
        let saved = self.ask("panel", Method::POST, path, &account).await;
        saved.expect(201);
        account["api_key"] = json!("keep");
        account["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
        let path = saved.header("location");
        self.ask("panel", Method::PUT, path, &account)
            .await
            .expect(200);
    }

    /// Hands over so many new orders at once. Whether they were acknowledged.
    pub async fn hand_over(&mut self, orders: usize) -> bool {
        let ids = self.handed_over..self.handed_over + orders;
        let orders: Vec<Value> = ids.map(|n| order(&n.to_string())).collect();
        let path = "/api/v1/events/orders";
        let answer = self
            .ask("events", Method::POST, path, &json!({ "orders": orders }))
            .await;
        if answer.status == 202 {
            self.handed_over += orders.len();
            self.acknowledged = self.handed_over;
            return true;
        }
        answer.problem(503, "unavailable");
        assert_eq!(answer.header("retry-after"), "5");
        false
    }

    pub async fn until_refused(&mut self) {
        let began = Instant::now();
        while self.hand_over(40).await {
            assert!(began.elapsed() < Duration::from_secs(20), "never refused");
        }
    }

    /// Without a restart.
    pub async fn until_accepted(&mut self) {
        let began = Instant::now();
        while !self.hand_over(1).await {
            let longest = Duration::from_secs(15);
            assert!(began.elapsed() < longest, "not well again");
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// What the sandbox says of the account.
    async fn activecampaign(&self, path: &str) -> Value {
        let url = format!("{}/_sandbox/accounts/{NAME}{path}", self.sandbox);
        reqwest::get(url).await.unwrap().json().await.unwrap()
    }

    pub async fn calls(&self) -> u64 {
        self.activecampaign("/calls").await["total"]
            .as_u64()
            .unwrap()
    }

    pub async fn sent(&self) -> usize {
        let held = self.activecampaign("").await;
        held["orders"].as_array().unwrap().len()
    }

    /// Everything that was acknowledged arrives, once.
    pub async fn until_all_sent(&self) {
        eventually("all sent", async || {
            (self.sent().await >= self.acknowledged).then_some(())
        })
        .await;
        let held = self.activecampaign("").await;
        let mut ids: Vec<&str> = held["orders"]
            .as_array()
            .unwrap()
            .iter()
            .map(|order| order["externalid"].as_str().unwrap())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), self.acknowledged, "each once");
        assert_eq!(held["orders"].as_array().unwrap().len(), ids.len());
    }

    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
