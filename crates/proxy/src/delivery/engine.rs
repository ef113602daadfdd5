use std::sync::Arc;

use crate::{
    activecampaign::Client, config::ShownAddress, limits::Limits, metrics::DeliveryMetrics,
    secrets::Keyring, store::Store,
};

/// Dependencies of every worker.
#[derive(Debug)]
pub struct Engine {
    /// The database.
    pub store: Store,
    /// Decrypts API keys.
    pub keyring: Arc<Keyring>,
    /// The ActiveCampaign client.
    pub activecampaign: Client,
    /// The logo of a new connection in ActiveCampaign.
    pub logo_url: ShownAddress,
    /// The link of a new connection in ActiveCampaign.
    pub link_url: ShownAddress,
    /// Timeouts and intervals.
    pub limits: Limits,
    /// Metrics of sent and refused items, workers and takeovers.
    pub metrics: DeliveryMetrics,
}
