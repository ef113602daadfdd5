//! A site whose account sends orders and carts, and its ActiveCampaign.

mod activecampaign;
mod items;
mod merchant;
mod setup;
mod stopped;
mod submissions;

use crate::support::{Proxy, Setup};

pub use crate::support::eventually;
pub use items::{cart, cart_of, order, order_of, with};
pub use setup::{hurry, sandbox, setup};
use stopped::Stopped;
pub use submissions::events_token;

/// The site; also the name of its account in ActiveCampaign.
pub const SITE: &str = "negozio";
pub const NAME: &str = "negozio";
/// The account's key.
pub const KEY: &str = "s3cret-k3y-of-a-merchant-0123456789";

pub struct World {
    pub proxy: Proxy,
    /// Path of the account.
    pub account: String,
    pub sandbox: String,
}

impl World {
    /// A world with orders and carts enabled.
    pub async fn open() -> Self {
        let sandbox = sandbox(None).await;
        let setup = setup(&sandbox);
        Self::with(setup, sandbox).await
    }

    pub async fn with(setup: Setup, sandbox: String) -> Self {
        let proxy = setup.limits(setup::often).start().await;
        let account = proxy.shop(SITE).save(NAME, KEY).await;
        let world = Self {
            proxy,
            account,
            sandbox,
        };
        world.choose(true, true).await;
        world
    }

    /// Waits until no worker runs: no call follows before the next change.
    pub async fn until_idle(&self) {
        eventually("the end of the worker", async || {
            let metrics = self.proxy.get("/metrics").await.text;
            let is_idle = "integrations_account_queues_held 0";
            metrics.lines().any(|line| line == is_idle).then_some(())
        })
        .await;
    }

    /// Restarts the proxy.
    pub async fn again(self) -> Self {
        self.stop().await.start().await
    }

    /// Stops the proxy; its data stays.
    pub async fn stop(self) -> Stopped {
        Stopped {
            dir: self.proxy.stop().await,
            account: self.account,
            sandbox: self.sandbox,
        }
    }
}
