use std::path::PathBuf;

use clap::Parser;
use proxy::{Config, Settings, limits::Limits};
use reqwest::{Client, Method};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use super::{Answer, SECRET, Shop, database::database_url, token};

/// The value for `ENCRYPTION_KEY`: 32 bytes in base64.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Settings passed as files: no flag takes their value.
const SECRETS: [&str; 5] = [
    "database-url",
    "session-secret",
    "session-secret-previous",
    "encryption-key",
    "encryption-key-previous",
];

/// The settings of a proxy, with defaults for the tests.
pub struct Setup {
    dir: TempDir,
    arguments: Vec<String>,
    limits: Limits,
}

/// A running proxy.
pub struct Proxy {
    pub base: String,
    /// URL of the demo back office, in demo mode.
    pub back_office: Option<String>,
    /// URL of the separate `/metrics` listener.
    pub metrics: Option<String>,
    dir: TempDir,
    http: Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Setup {
    pub fn new() -> Self {
        Self::within(TempDir::new().unwrap())
    }

    /// With the data of an earlier proxy.
    pub fn within(dir: TempDir) -> Self {
        let setup = Self {
            arguments: vec!["integrations-proxy".into()],
            limits: Limits::default(),
            dir,
        };
        let database = database_url(setup.dir.path());
        let panel = setup.path("panel").display().to_string();
        setup
            .with("listen", "127.0.0.1:0")
            .with("database-url", &database)
            .with("panel-dir", &panel)
            // No server listens on the port of "discard".
            .with("activecampaign-url", "http://127.0.0.1:9/{account}")
            .with("session-secret", SECRET)
            .with("encryption-key", KEY)
            .with("shutdown-delay-seconds", "0")
    }

    /// Adds a setting; the last value wins.
    pub fn with(self, name: &str, value: &str) -> Self {
        if !SECRETS.contains(&name) {
            return self.flag(name, value);
        }
        let file = self.path(&format!("{name}.secret"));
        std::fs::write(&file, value).unwrap();
        self.flag(&format!("{name}-file"), &file.display().to_string())
    }

    fn flag(mut self, name: &str, value: &str) -> Self {
        let flag = format!("--{name}");
        if let Some(place) = self.arguments.iter().position(|other| *other == flag) {
            self.arguments.drain(place..place + 2);
        }
        self.arguments.extend([flag, value.to_owned()]);
        self
    }

    pub fn demo(mut self) -> Self {
        self.arguments.push("--demo".into());
        self
    }

    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file of the panel.
    pub fn panel_file(self, name: &str, content: &str) -> Self {
        let path = self.path("panel").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub fn config(&self) -> anyhow::Result<Config> {
        let mut config = Settings::try_parse_from(&self.arguments)?.into_config()?;
        config.limits = self.limits.clone();
        Ok(config)
    }

    pub async fn start(self) -> Proxy {
        let server = proxy::start(self.config().unwrap()).await.unwrap();
        let base = format!("http://{}", server.address());
        let back_office = server.demo_host().map(|it| it.as_str().to_owned());
        let metrics = server.metrics_address().map(|it| format!("http://{it}"));
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Proxy {
            base,
            back_office,
            metrics,
            dir: self.dir,
            http: Client::builder().no_proxy().build().unwrap(),
            stop,
            task,
        }
    }
}

impl Proxy {
    pub async fn start() -> Self {
        Setup::new().start().await
    }

    /// A merchant of a shop.
    pub fn shop(&self, site: &str) -> Shop<'_> {
        self.with_token(&token(site))
    }

    pub fn with_token(&self, token: &str) -> Shop<'_> {
        Shop::new(self, Some(token.to_owned()))
    }

    /// A client without a token.
    pub fn nobody(&self) -> Shop<'_> {
        Shop::new(self, None)
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.nobody().get(path).await
    }

    /// URL of the demo back office.
    pub fn host(&self) -> &str {
        self.back_office.as_deref().expect("the demo has one")
    }

    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The value for `DATABASE_URL`.
    pub fn database_url(&self) -> String {
        database_url(self.dir.path())
    }

    /// Stops the proxy like SIGTERM; returns its data directory.
    pub async fn stop(self) -> TempDir {
        drop(self.http);
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
        self.dir
    }
}
