mod connection;
mod tag;

pub use tag::{TAG, tag_post};

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32},
};

use anyhow::Context;
use contract::ApiKey;
use tokio::sync::Mutex;

use crate::{
    activecampaign::{AccountClient, ApiError, Cancellation},
    delivery::engine::Engine,
    store::{Error, FencedStore, FencingToken, KnownSite, NewEntry, StoredAccount},
};

/// What an account queue uses for its calls while the account settings stay the same.
#[derive(Debug)]
pub(super) struct DeliveryContext {
    pub engine: Arc<Engine>,
    pub stored: StoredAccount,
    pub site: KnownSite,
    key: ApiKey,
    token: FencingToken,
    /// Cancels the calls when this context ends or the account queue is lost.
    cancellation: Cancellation,
    /// The connection id. Locked during the lookup, so that concurrent tasks create the connection
    /// once.
    connection: Mutex<Option<String>>,
    /// Whether a stored connection id was dropped because ActiveCampaign may have deleted the
    /// connection.
    vanished: AtomicBool,
    tag: Mutex<Option<String>>,
    /// Number of consecutive denied requests for the tag.
    tag_denials: AtomicU32,
}

/// Why an item was not sent.
#[derive(Debug)]
pub(super) enum DeliverError {
    /// An ActiveCampaign or transport error of a call for this item.
    Api(ApiError),
    /// An ActiveCampaign or transport error of a call that every item needs: not the item's fault.
    Prerequisite(ApiError),
    /// A database error.
    Store(Error),
}

impl DeliverError {
    /// Marks an error as one of a call that every item needs.
    fn needed(self) -> Self {
        match self {
            Self::Api(failure) => Self::Prerequisite(failure),
            other => other,
        }
    }
}

impl From<ApiError> for DeliverError {
    fn from(failure: ApiError) -> Self {
        Self::Api(failure)
    }
}

impl From<Error> for DeliverError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl DeliveryContext {
    /// Decrypts the API key and loads the stored connection id and tag id.
    pub async fn begin(
        engine: &Arc<Engine>,
        stored: StoredAccount,
        site: KnownSite,
        token: FencingToken,
        cancellation: Cancellation,
    ) -> Result<Self, Error> {
        let id = &stored.account.id;
        let key = engine
            .keyring
            .open(&stored.sealed_key, &stored.site, id)
            .context("decryption of a stored API key failed")
            .map_err(Error::Internal)?;
        let remembered = engine.store.account_queues().remembered(id).await?;
        Ok(Self {
            engine: Arc::clone(engine),
            site,
            key,
            token,
            cancellation,
            connection: Mutex::new(remembered.connection_id),
            vanished: AtomicBool::new(false),
            tag: Mutex::new(remembered.tag_id),
            tag_denials: AtomicU32::new(0),
            stored,
        })
    }

    /// A client whose calls may wait behind urgent ones.
    pub fn client(&self) -> AccountClient<'_> {
        self.urgent_client().patient()
    }

    /// A client for calls whose result is needed at once.
    pub fn urgent_client(&self) -> AccountClient<'_> {
        let activecampaign = &self.engine.activecampaign;
        let client = activecampaign.account(&self.stored.account, &self.key);
        client.through(&self.cancellation)
    }

    /// Fenced writes about the account: refused once the queue is lost.
    pub fn writes(&self) -> FencedStore<'_> {
        self.engine.store.fenced(&self.token)
    }

    /// Prevents further calls: the account name or the API key may have changed.
    pub fn end(&self) {
        self.cancellation.shut();
    }

    /// Whether [`DeliveryContext::end`] or a restart of the run prevents further calls.
    pub fn is_ended(&self) -> bool {
        self.cancellation.is_shut()
    }

    /// Waits until [`DeliveryContext::is_ended`].
    pub async fn ended(&self) {
        self.cancellation.shut_down().await;
    }

    /// Writes a log entry of the account.
    pub async fn note(&self, entry: NewEntry) -> Result<(), Error> {
        self.writes().write_log(&self.stored, entry).await
    }
}
