//! Child processes that run until they are stopped.

use std::io::{BufRead, BufReader, Read};
use std::mem;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

/// A running process. Stopped on drop.
pub struct Process {
    name: &'static str,
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Process {
    /// Starts `command`; messages call it `name`.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        let stdout = child.stdout.take().context("its output is not readable")?;
        Ok(Self {
            name,
            child,
            lines: lines_of(stdout),
        })
    }

    /// Waits for a line of output that starts with `prefix`, and returns the rest of the line.
    pub fn line_after(&self, prefix: &str, within: Duration) -> Result<String> {
        let start = Instant::now();
        loop {
            let left = within.saturating_sub(start.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => match line.strip_prefix(prefix) {
                    Some(rest) => return Ok(rest.trim().to_owned()),
                    None => println!("{line}"),
                },
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    bail!("{} was not ready within {within:?}", self.name)
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    bail!("{} ended before it was ready", self.name)
                }
            }
        }
    }

    /// Prints what the program prints from now on.
    pub fn print_lines(&mut self) {
        let (_, nothing) = mpsc::channel();
        let lines = mem::replace(&mut self.lines, nothing);
        thread::spawn(move || lines.iter().for_each(|line| println!("{line}")));
    }

    /// The message that the process exited, if it did.
    pub fn ended(&mut self) -> Result<Option<String>> {
        let status = self.child.try_wait()?;
        Ok(status.map(|status| format!("{} ended by itself ({status})", self.name)))
    }

    /// Sends SIGTERM, and kills the process after a timeout.
    fn stop(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(status);
        }
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM)?;
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.child.kill()?;
        Ok(self.child.wait()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{} may still be running: {error}", self.name);
        }
    }
}

/// A port on which nothing listens, for a program that cannot choose one itself.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Keeps reading without a receiver: a full pipe would block the process.
fn lines_of(stdout: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    lines
}
