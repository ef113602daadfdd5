use contract::{Platform, transfer::TransferKind};

use crate::store::{KnownSite, StoredAccount};

/// The account that receives a site's data.
pub(super) struct Receiver {
    pub stored: StoredAccount,
    /// Whether data is accepted: the module is active and the account is enabled.
    is_on: bool,
    /// Whether the module is active.
    has_module: bool,
}

impl Receiver {
    /// The account of a site that takes its data.
    pub fn among(site: &KnownSite, accounts: Vec<StoredAccount>) -> Option<Self> {
        accounts
            .into_iter()
            .find(|stored| stored.account.platform == Platform::ActiveCampaign)
            .map(|stored| Self {
                is_on: site.module_active && stored.account.enabled,
                has_module: site.module_active,
                stored,
            })
    }

    /// Whether the page that shows what is sent asked for an order. It gets one also while nothing is
    /// sent.
    pub fn wants_sample(&self, now: i64) -> bool {
        self.has_module && self.stored.wants_sample(now)
    }

    /// Whether this kind of data is enabled.
    pub fn takes(&self, kind: TransferKind) -> bool {
        let ecommerce = self.stored.account.ecommerce;
        self.is_on
            && match kind {
                TransferKind::Order => ecommerce.orders,
                TransferKind::Cart => ecommerce.abandoned_carts,
            }
    }
}
