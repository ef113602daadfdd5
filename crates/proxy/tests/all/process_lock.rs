//! One SQLite file, one process (docs/operating.md, *Upgrade*).

use std::io::Read;

use tempfile::TempDir;

use crate::program::{program, start};

#[test]
fn a_second_process_on_the_same_file_refuses_to_start_and_names_the_first() {
    let dir = TempDir::new().unwrap();
    let run = || {
        let mut command = program(dir.path());
        command.args(["--demo", "--listen", "127.0.0.1:0"]);
        command
    };
    let mut first = start(run());

    let second = run().output().unwrap();

    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    let last = said.lines().last().unwrap();
    let holder = format!("in use by another process (pid {})", first.child.id());
    assert!(last.contains(&holder), "{last}");

    // However the first process ends, the system releases the lock.
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let mut third = start(run());
    third.child.kill().unwrap();
    let mut rest = String::new();
    third
        .child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut rest)
        .unwrap();
    third.child.wait().unwrap();
}
