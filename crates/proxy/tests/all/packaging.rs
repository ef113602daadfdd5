//! The examples in `packaging/` are accepted by their tools.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

/// The maximum exposure reported by `systemd-analyze security`, of 100.
const EXPOSURE: &str = "--threshold=15";

fn packaging(name: &str) -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging");
    PathBuf::from(root).join(name)
}

fn analyze(arguments: &[&str]) {
    let output = Command::new("systemd-analyze").args(arguments).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}\n{said}");
    if arguments[0] == "verify" {
        // systemd-analyze warns about unknown settings.
        assert!(said.is_empty(), "{said}");
    }
}

#[test]
fn the_unit_is_one_that_systemd_takes_and_finds_safe() {
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        println!("LEFT OUT: systemd-analyze is not installed, the unit was not checked");
        return;
    }
    let unit = fs::read_to_string(packaging("integrations-proxy.service")).unwrap();
    // Without an installed release there is no program.
    let installed = "/opt/integrations-proxy/integrations-proxy";
    let here = env!("CARGO_BIN_EXE_integrations-proxy");
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("integrations-proxy.service");
    fs::write(&file, unit.replacen(installed, here, 1)).unwrap();
    let file = file.to_str().unwrap();
    analyze(&["verify", "--man=no", file]);
    analyze(&["security", "--offline=true", EXPOSURE, file]);
}

#[test]
fn the_image_is_built_on_a_base_of_one_version() {
    let dockerfile = fs::read_to_string(packaging("Dockerfile")).unwrap();
    for line in dockerfile.lines().filter(|line| line.starts_with("FROM ")) {
        let tag = line.rsplit(':').next().unwrap();
        let numbers = tag.split(['.', '-']).take(2);
        let is_whole = numbers.clone().count() == 2
            && numbers
                .into_iter()
                .all(|number| number.parse::<u32>().is_ok());
        assert!(is_whole || line.contains("@sha256:"), "{line}");
    }
}
