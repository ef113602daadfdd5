//! Child processes of a test.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// A running process whose output goes to a file. Killed on drop.
pub struct Program {
    child: Child,
    name: &'static str,
    log: PathBuf,
    /// Length of the log file when this process started.
    log_start: usize,
}

impl Program {
    /// Starts `command`, called `name` in failure messages, and appends its output to `log`.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Self {
        let log_start = fs::read(log).map_or(0, |it| it.len());
        let out = append(log);
        let err = out.try_clone().expect("a file can be opened twice");
        let child = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
        Self {
            child: child.unwrap_or_else(|error| panic!("{name} cannot be started: {error}")),
            name,
            log: log.to_path_buf(),
            log_start,
        }
    }

    /// Waits for a line that starts with `prefix` and returns the rest of the line.
    pub fn ready(&mut self, prefix: &str) -> String {
        self.ready_or_ended(prefix)
            .unwrap_or_else(|| panic!("{} ended:\n{}", self.name, self.log_tail()))
    }

    /// As [`ready`](Self::ready); `None` when the process exits first.
    pub fn ready_or_ended(&mut self, prefix: &str) -> Option<String> {
        let start = Instant::now();
        loop {
            // Check before reading the log, so that the last output still counts.
            let ended = self.child.try_wait().expect("a child can be waited for");
            if let Some(rest) = self.line_after(prefix) {
                return Some(rest);
            }
            if ended.is_some() {
                return None;
            }
            if start.elapsed() > Duration::from_secs(20) {
                panic!("{} does not get ready:\n{}", self.name, self.log_tail());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends SIGTERM, and waits until the process has exited.
    pub fn stop(&mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("the program still runs");
        let start = Instant::now();
        while self.child.try_wait().expect("a child").is_none() {
            if start.elapsed() > Duration::from_secs(10) {
                panic!("{} does not stop:\n{}", self.name, self.log_tail());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The last lines of the log.
    pub fn log_tail(&self) -> String {
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    fn line_after(&self, prefix: &str) -> Option<String> {
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(log.get(self.log_start..)?).into_owned();
        // Only complete lines count.
        let whole = &log[..=log.rfind('\n')?];
        let mut rests = whole.lines().filter_map(|line| line.strip_prefix(prefix));
        rests.next().map(|rest| rest.trim().to_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error means that the process has already exited.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn append(log: &Path) -> File {
    let file = OpenOptions::new().create(true).append(true).open(log);
    file.unwrap_or_else(|error| panic!("{} cannot be written: {error}", log.display()))
}
