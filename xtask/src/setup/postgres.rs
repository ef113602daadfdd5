//! A temporary PostgreSQL server for the tests.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell, cmd};

use super::system;
use crate::process::free_port;
use crate::step::step;

/// Debian's directory of installed PostgreSQL versions.
const VERSIONS: &str = "/usr/lib/postgresql";
/// The user of Debian's package: the server refuses to run as root.
const USER: &str = "postgres";

/// A running server. Dropping it stops the server and deletes its data.
pub struct Server<'a> {
    sh: &'a Shell,
    programs: PathBuf,
    directory: PathBuf,
    port: u16,
}

impl<'a> Server<'a> {
    /// Starts a server on a free port; `None` where PostgreSQL is missing and cannot be installed.
    pub fn start(sh: &'a Shell) -> Result<Option<Self>> {
        if programs().is_none() && system::may_install() {
            system::ensure(sh, &[("postgres", "postgresql")])?;
        }
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let name = format!("passweb-postgres-{}", std::process::id());
        let server = Self {
            sh,
            programs,
            directory: env::temp_dir().join(name),
            port: free_port()?,
        };
        step("Starting a PostgreSQL for the tests", || server.prepare())?;
        Ok(Some(server))
    }

    /// The value for `TEST_POSTGRES`.
    pub fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn prepare(&self) -> Result<()> {
        let directory = &self.directory;
        fs::create_dir(directory).context("no directory for PostgreSQL")?;
        if is_root() {
            cmd!(self.sh, "chown {USER} {directory}").quiet().run()?;
        }
        let data = directory.join("data");
        let init = self.program("initdb", &data);
        init.args(["--username", USER, "--auth", "trust", "--no-sync"])
            .args(["--encoding", "UTF8", "--no-locale"])
            .ignore_stdout()
            .run()?;
        let options = format!(
            "-h 127.0.0.1 -p {} -k {} -c fsync=off -c full_page_writes=off -c max_connections=300",
            self.port,
            directory.display()
        );
        let log = directory.join("log");
        let start = self.program("pg_ctl", &data).arg("--wait");
        let start = start.arg("--log").arg(log).args(["--options", &options]);
        start.arg("start").ignore_stdout().run()?;
        Ok(())
    }

    /// A PostgreSQL command for `data`, run as a user that the server accepts.
    fn program(&self, name: &str, data: &Path) -> Cmd<'a> {
        let program = self.programs.join(name);
        let command = match is_root() {
            true => cmd!(self.sh, "runuser -u {USER} -- {program}"),
            false => cmd!(self.sh, "{program}"),
        };
        command.arg("--pgdata").arg(data).quiet()
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let stop = self.program("pg_ctl", &self.directory.join("data"));
        let stop = stop.args(["--mode", "immediate", "stop"]);
        let stopped = stop.ignore_stdout().ignore_stderr().run();
        if stopped
            .and(Ok(fs::remove_dir_all(&self.directory)))
            .is_err()
        {
            eprintln!("PostgreSQL may still run in {}", self.directory.display());
        }
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The directory of the newest installed version, or of the programs on PATH.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).ok();
    let newest = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .max();
    let on_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|directory| directory.join("initdb").is_file())
    };
    newest.map(|(_, programs)| programs).or_else(on_path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::net::{Ipv4Addr, TcpStream};

    use super::*;

    #[test]
    fn a_server_runs_and_leaves_nothing_behind() {
        if programs().is_none() {
            println!("left out: PostgreSQL is not installed");
            return;
        }
        let sh = Shell::new().unwrap();
        let server = Server::start(&sh).unwrap().unwrap();
        let (port, directory) = (server.port, server.directory.clone());
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
        drop(server);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
        assert!(!directory.exists());
    }
}
