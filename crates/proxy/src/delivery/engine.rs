use std::sync::Arc;

use crate::{
    activecampaign::Client, config::ShownAddress, limits::Limits, metrics::DeliveryMetrics,
    secrets::Keyring, store::Store,
};

/// What every worker needs.
#[derive(Debug)]
pub struct Engine {
    /// Where everything is kept.
    pub store: Store,
    /// Opens API keys.
    pub keyring: Arc<Keyring>,
    /// Calls ActiveCampaign.
    pub activecampaign: Client,
    /// What ActiveCampaign shows as picture of a connection.
    pub logo_url: ShownAddress,
    /// What ActiveCampaign links a connection to.
    pub link_url: ShownAddress,
    /// How long to wait for what.
    pub limits: Limits,
    /// Counts what leaves.
    pub metrics: DeliveryMetrics,
}
