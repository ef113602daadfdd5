mod connection;
mod tag;

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

/// The tag of contacts that this integration made (product.md, section 3).
const TAG: &str = "Passweb Integration -- customer";
/// The most characters of a connection's name; ActiveCampaign documents no limit.
const LONGEST_NAME: usize = 255;

/// What an account queue works with, as long as nobody changes the account.
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
        let name = &self.stored.account.account_name;
        let client = self.engine.activecampaign.account(name, &self.key);
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

    /// The site's connection: remembered, found, or made.
    pub async fn connection(&self) -> Result<String, DeliverError> {
        let mut known = self.connection.lock().await;
        if let Some(id) = &*known {
            return Ok(id.clone());
        }
        let id = self.find_or_create_connection().await;
        let id = id.map_err(DeliverError::needed)?;
        self.writes().set_connection(Some(&id)).await?;
        *known = Some(id.clone());
        Ok(id)
    }

    async fn find_or_create_connection(&self) -> Result<String, DeliverError> {
        let site = self.stored.site.as_str();
        let client = self.client();
        match client.find_connection(site).await? {
            Some(id) => {
                self.vanished.store(false, Ordering::Relaxed);
                Ok(id)
            }
            None => self.create_connection(&client, site).await,
        }
    }

    async fn create_connection(
        &self,
        client: &AccountClient<'_>,
        site: &str,
    ) -> Result<String, DeliverError> {
        let name = match self.site.name.trim() {
            "" => site,
            name => name,
        };
        let name: String = name.chars().take(LONGEST_NAME).collect();
        let (link, icon) = addresses(&self.site.url);
        let new = NewConnection {
            site,
            name: &name,
            logo: self.engine.logo_url.as_str().unwrap_or(&icon),
            link: self.engine.link_url.as_str().unwrap_or(&link),
        };
        match client.create_connection(new).await {
            Ok(id) => {
                let (kind, code) = match self.vanished.swap(false, Ordering::Relaxed) {
                    true => (LogKind::Warning, LogCode::ConnectionVanished),
                    false => (LogKind::Info, LogCode::ConnectionCreated),
                };
                self.note(NewEntry::new(kind, code)).await?;
                Ok(id)
            }
            // Somebody else made it in this instant, or a call before did and nobody knew.
            Err(ApiError::Refused(refusal)) => client
                .find_connection(site)
                .await?
                .ok_or(DeliverError::Api(ApiError::Refused(refusal))),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The connection, or something of it, may have vanished in ActiveCampaign: what is remembered
    /// of it counts no more.
    pub async fn forget_connection(&self, vanished: &str) -> Result<(), Error> {
        let mut known = self.connection.lock().await;
        if known.as_deref() == Some(vanished) {
            self.writes().set_connection(None).await?;
            *known = None;
            self.vanished.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The tag of new contacts: remembered, found, or made.
    pub async fn tag(&self) -> Result<String, DeliverError> {
        let mut known = self.tag.lock().await;
        if let Some(id) = &*known {
            return Ok(id.clone());
        }
        let id = self.find_or_create_tag().await;
        let id = id.map_err(|failure| DeliverError::Api(failure).needed())?;
        self.tag_denials.store(0, Ordering::Relaxed);
        self.writes().set_tag(Some(&id)).await?;
        *known = Some(id.clone());
        Ok(id)
    }

    async fn find_or_create_tag(&self) -> Result<String, ApiError> {
        let client = self.client();
        if let Some(id) = client.find_tag(TAG).await? {
            return Ok(id);
        }
        let description = "Made by the Passweb integration";
        match client.create_tag(TAG, description).await {
            Err(ApiError::Refused(refusal)) => {
                let found = client.find_tag(TAG).await?;
                found.ok_or(ApiError::Refused(refusal))
            }
            other => other,
        }
    }

    /// Whether orders go on without the tag, asking for which failed like this: it is refused, or
    /// was denied three times in a row, since one denial may be a mistake.
    pub fn does_without_tag(&self, failure: &ApiError) -> bool {
        match failure {
            ApiError::Refused(_) => true,
            failure if failure.is_refusal() => {
                self.tag_denials.fetch_add(1, Ordering::Relaxed) + 1 >= 3
            }
            _ => false,
        }
    }

    /// The tag vanished in ActiveCampaign.
    pub async fn forget_tag(&self) -> Result<(), Error> {
        *self.tag.lock().await = None;
        self.writes().set_tag(None).await
    }

    /// Writes a row of the log.
    pub async fn note(&self, entry: NewEntry) -> Result<(), Error> {
        self.writes().write_log(&self.stored, entry).await
    }
}
