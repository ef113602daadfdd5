//! Installs programs from crates.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::paths;
use crate::step::step;

/// The profile of tools: they run for seconds, so build time matters more than speed.
const CHEAP_PROFILE: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A program in a fixed version.
pub struct CargoTool<'a> {
    /// The crate of the program.
    pub package: &'a str,
    /// The name of the program.
    pub program: &'a str,
    /// The required version.
    pub version: &'a str,
    /// Additional flags for `cargo install`.
    pub flags: &'a [&'a str],
    /// Expected duration of the installation, for the message.
    pub first_time: &'a str,
}

impl CargoTool<'_> {
    /// The path of the program: an installed one with the right version, otherwise one in the
    /// cache, which overwrites nothing and serves every clone.
    pub fn find_or_install(&self, sh: &Shell) -> Result<PathBuf> {
        let cache = paths::cache()?.join(format!("{}-{}", self.package, self.version));
        let cached = cache.join("bin").join(self.program);
        for program in [Path::new(self.program), &cached] {
            if self.fits(sh, program) {
                return Ok(program.to_path_buf());
            }
        }
        let what = format!(
            "Installing {} {} ({}, this once)",
            self.package, self.version, self.first_time
        );
        step(&what, || self.install(sh, &cache))?;
        if !self.fits(sh, &cached) {
            bail!(
                "{} was installed but does not report version {}",
                cached.display(),
                self.version
            );
        }
        Ok(cached)
    }

    fn fits(&self, sh: &Shell, program: &Path) -> bool {
        // Do not try to start an absolute path that does not exist.
        if program.is_absolute() && !program.exists() {
            return false;
        }
        let answer = cmd!(sh, "{program} --version").quiet().ignore_stderr();
        let answer = answer.read().unwrap_or_default();
        answer.split_whitespace().any(|word| word == self.version)
    }

    /// Downloads a prebuilt program if `cargo binstall` is installed and finds one: seconds instead
    /// of minutes.
    fn download(&self, sh: &Shell, root: &Path) -> bool {
        let works = cmd!(sh, "cargo binstall -V").quiet();
        if works.ignore_stdout().ignore_stderr().run().is_err() {
            return false;
        }
        let Self {
            package, version, ..
        } = self;
        let fetch = cmd!(
            sh,
            "cargo binstall --no-confirm --disable-strategies compile --root {root} {package}@{version}"
        );
        fetch.run().is_ok()
    }

    fn install(&self, sh: &Shell, root: &Path) -> Result<()> {
        let Self {
            package, version, ..
        } = self;
        if self.download(sh, root) {
            return Ok(());
        }
        let flags = self.flags;
        let install = |lock: &[&str]| {
            cmd!(
                sh,
                "cargo install {package} --version {version} {flags...} {lock...} --root {root}"
            )
            .envs(CHEAP_PROFILE.iter().copied())
            .run()
        };
        if install(&["--locked"]).is_err() {
            // A registry mirror may lack one of the locked dependencies.
            eprintln!("    trying again with the newest dependencies there are");
            install(&[])?;
        }
        Ok(())
    }
}
