//! A PostgreSQL server of a test's own, which can be stopped, frozen and changed while a proxy works
//! on it.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sqlx::{Connection, PgConnection, Row};
use tempfile::TempDir;

/// Where Debian keeps the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Who runs the server where the tests run as root, whom PostgreSQL refuses.
const USER: &str = "postgres";
/// As whom the proxy connects: no superuser, so that limits of connections count for it.
pub const ROLE: &str = "proxy";

pub struct Server {
    programs: PathBuf,
    dir: TempDir,
    port: u16,
}

impl Server {
    /// Starts one with an empty database; `None` where PostgreSQL is not installed.
    pub async fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            println!("left out: PostgreSQL's server is not installed");
            return None;
        };
        let dir = TempDir::new().unwrap();
        if is_root() {
            let owner = Command::new("chown").arg(USER).arg(dir.path()).status();
            assert!(owner.unwrap().success());
        }
        let port = free_port();
        let server = Self {
            programs,
            dir,
            port,
        };
        server.program(
            "initdb",
            &["--username", "postgres", "--auth", "trust", "--no-sync"],
        );
        server.start_again();
        server.run(&format!("CREATE ROLE {ROLE} LOGIN")).await;
        server
            .run(&format!(
                "CREATE DATABASE shop OWNER {ROLE} ENCODING 'UTF8' TEMPLATE template0"
            ))
            .await;
        Some(server)
    }

    /// As `DATABASE_URL`.
    pub fn url(&self) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/shop", self.port)
    }

    /// Starts what was stopped.
    pub fn start_again(&self) {
        let options = format!(
            "-h 127.0.0.1 -p {} -k {} -c max_connections=60",
            self.port,
            self.dir.path().display()
        );
        let log = self.dir.path().join("log").display().to_string();
        self.program(
            "pg_ctl",
            &["--wait", "--log", &log, "--options", &options, "start"],
        );
    }

    /// Stops at once, without a word to those who are connected and without a checkpoint.
    pub fn stop(&self) {
        self.program("pg_ctl", &["--mode", "immediate", "--wait", "stop"]);
    }

    /// Runs a statement as its superuser.
    pub async fn run(&self, sql: &str) {
        let mut connection = self.connect().await;
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Ends all sessions of the proxy (57P01).
    pub async fn terminate_sessions(&self) {
        self.run(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'"
        ))
        .await;
    }

    /// The processes that serve the proxy.
    pub async fn backends(&self) -> Vec<i32> {
        let mut connection = self.connect().await;
        let backends = "SELECT pid FROM pg_stat_activity WHERE usename = $1 ORDER BY pid";
        let rows = sqlx::query(backends)
            .bind(ROLE)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    async fn connect(&self) -> PgConnection {
        let url = format!("postgres://postgres@127.0.0.1:{}/postgres", self.port);
        PgConnection::connect(&url).await.unwrap()
    }

    /// One of PostgreSQL's programs, as a user that it accepts.
    fn program(&self, name: &str, arguments: &[&str]) {
        let program = self.programs.join(name);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", USER, "--"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        let done = command
            .arg("--pgdata")
            .arg(self.dir.path().join("data"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            .status()
            .unwrap();
        assert!(done.success(), "{name} {arguments:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.dir.path().join("data/postmaster.pid").exists() {
            self.stop();
        }
    }
}

/// SIGSTOP or SIGCONT for processes.
pub fn signal(name: &str, processes: &[i32]) {
    for process in processes {
        let sent = Command::new("kill")
            .args([name, &process.to_string()])
            .status();
        assert!(sent.unwrap().success());
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn is_root() -> bool {
    // Who owns the directory of this process is who it runs as.
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The newest version's programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(Path::new(VERSIONS)).ok()?;
    let versions = versions.flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    let usable = versions.filter(|(_, programs)| programs.join("initdb").is_file());
    usable.max().map(|(_, programs)| programs)
}
