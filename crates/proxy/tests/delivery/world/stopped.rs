use tempfile::TempDir;

use super::{
    World,
    setup::{hurry, often},
};
use crate::support::Setup;

/// A world without a proxy.
pub struct Stopped {
    pub dir: TempDir,
    pub(super) account: String,
    pub(super) sandbox: String,
}

impl Stopped {
    /// Starts a proxy on the data.
    pub async fn start(self) -> World {
        let setup = Setup::within(self.dir);
        Self::take_up(setup, self.account, self.sandbox).await
    }

    /// Starts a proxy on another database.
    #[allow(dead_code, reason = "only the tests of moving need it")]
    pub async fn start_on(self, database_url: &str) -> World {
        let setup = Setup::within(self.dir).with("database-url", database_url);
        Self::take_up(setup, self.account, self.sandbox).await
    }

    async fn take_up(setup: Setup, account: String, sandbox: String) -> World {
        let proxy = hurry(setup, &sandbox).limits(often);
        World {
            proxy: proxy.start().await,
            account,
            sandbox,
        }
    }
}
