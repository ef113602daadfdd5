//! Programs that come from crates.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::paths;
use crate::step::step;

/// How tools are built: they run for seconds, so that a quick build is worth more than quick code.
const CHEAP_PROFILE: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A program of exactly one version.
pub struct CargoTool<'a> {
    /// The crate it comes from.
    pub package: &'a str,
    /// What it is called.
    pub program: &'a str,
    /// The only version that will do.
    pub version: &'a str,
    /// What `cargo install` needs to be told.
    pub flags: &'a [&'a str],
    /// How long installing takes, in words.
    pub first_time: &'a str,
}

impl CargoTool<'_> {
    /// The program's path: the developer's own when its version fits, else one in the cache,
    /// where it replaces nothing and serves every clone.
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
        // A whole path that is not there needs no attempt to start it.
        if program.is_absolute() && !program.exists() {
            return false;
        }
        let answer = cmd!(sh, "{program} --version").quiet().ignore_stderr();
        let answer = answer.read().unwrap_or_default();
        answer.split_whitespace().any(|word| word == self.version)
    }

    /// Fetches a ready-made program, where `cargo binstall` is on the machine and finds one: seconds
    /// instead of minutes.
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
            // A registry that lags behind may lack one of the locked dependencies.
            eprintln!("    trying again with the newest dependencies there are");
            install(&[])?;
        }
        Ok(())
    }
}
