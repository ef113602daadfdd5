use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Write},
};

use anyhow::{Context, bail};

use crate::config::Database;

/// The right to serve from a SQLite file, which one process at a time can hold: two proxies would
/// deliver the same order twice. The operating system releases the lock when the process ends.
///
/// The lock is on a separate file beside the database: closing a second handle of the database file
/// would release SQLite's own locks (SQLite documentation, *How To Corrupt*, 2.2). `rotate-key`
/// takes no lock, because it may run beside the proxy.
#[derive(Debug)]
pub struct ProcessLock {
    _file: File,
}

impl ProcessLock {
    /// Takes the lock. Returns `None` for PostgreSQL, which needs no lock.
    ///
    /// # Errors
    /// A message that names the process holding the lock.
    pub fn take(database: &Database) -> anyhow::Result<Option<Self>> {
        let Database::Sqlite(sqlite) = database else {
            return Ok(None);
        };
        let path = sqlite.path().with_added_extension("lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let what = || {
            format!(
                "the database {database}: {} cannot be locked",
                path.display()
            )
        };
        let mut file = options.open(&path).with_context(what)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut leased_by = String::new();
                // Only used in the message, which is correct without the process id too.
                let _ = file.read_to_string(&mut leased_by);
                bail!(
                    "the database {database} is in use by another process ({})",
                    leased_by.trim()
                );
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(what),
        }
        file.set_len(0).with_context(what)?;
        write!(file, "pid {}", std::process::id()).with_context(what)?;
        Ok(Some(Self { _file: file }))
    }
}
