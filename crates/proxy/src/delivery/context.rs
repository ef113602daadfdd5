use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use anyhow::Context;
use contract::{
    ApiKey,
    log::{LogCode, LogKind},
};
use tokio::sync::Mutex;
use url::Url;

use crate::{
    activecampaign::{AccountClient, ApiError, Cancellation, NewConnection},
    delivery::engine::Engine,
    store::{Error, FencedStore, FencingToken, KnownSite, NewEntry, StoredAccount},
};

/// The tag of contacts that this integration made (product.md, section 3).
const TAG: &str = "Passweb Integration -- customer";

/// What an account queue works with, as long as nobody changes the account.
#[derive(Debug)]
pub(super) struct DeliveryContext {
    pub engine: Arc<Engine>,
    pub stored: StoredAccount,
    pub site: KnownSite,
    key: ApiKey,
    token: FencingToken,
    /// What is shut when the delivery context is over, or the account queue is not ours any more.
    cancellation: Cancellation,
    /// The connection's id. Locked while it is looked up, so that it is made once.
    connection: Mutex<Option<String>>,
    /// Whether one was remembered that may have vanished.
    vanished: AtomicBool,
    tag: Mutex<Option<String>>,
    /// How often in a row asking for it was denied.
    tag_denials: AtomicU32,
}

/// Why something was not sent.
#[derive(Debug)]
pub(super) enum DeliverError {
    /// ActiveCampaign, or the way to it.
    Api(ApiError),
    /// The same, with something that all need: what was to be sent is not to blame.
    Prerequisite(ApiError),
    /// The database.
    Store(Error),
}

impl DeliverError {
    /// With something that all need.
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
    /// Opens the key, and takes out of the database what is remembered.
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
            .context("the stored key of an account did not open")
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

    /// Calls that can wait for their turn.
    pub fn client(&self) -> AccountClient<'_> {
        self.urgent_client().patient()
    }

    /// Calls that somebody waits for.
    pub fn urgent_client(&self) -> AccountClient<'_> {
        let name = &self.stored.account.account_name;
        let client = self.engine.activecampaign.account(name, &self.key);
        client.through(&self.cancellation)
    }

    /// What is written about the account, as long as its queue is ours.
    pub fn writes(&self) -> FencedStore<'_> {
        self.engine.store.fenced(&self.token)
    }

    /// Lets no further call begin: account name or key may be others by now.
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
        let (link, icon) = addresses(&self.site.url);
        let new = NewConnection {
            site,
            name,
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

/// A site's address as it is sent, and that of its icon. What is hopeless is sent as it is, so that
/// ActiveCampaign says what it does not take.
fn addresses(site: &str) -> (String, String) {
    let site = site.trim();
    let with_scheme = || Url::parse(&format!("https://{site}"));
    let Ok(url) = Url::parse(site).or_else(|_| with_scheme()) else {
        return (site.to_owned(), site.to_owned());
    };
    let is_sent_as_it_is = site.contains("://") && site.bytes().all(|b| b.is_ascii_graphic());
    let link = match is_sent_as_it_is {
        true => site.to_owned(),
        false => url.to_string(),
    };
    let icon = url.join("/favicon.ico").map_or(link.clone(), String::from);
    (link, icon)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn a_shop_is_shown_with_its_address_and_its_icon() {
        for (site, link, icon) in [
            (
                "https://negozio.example/it",
                "https://negozio.example/it",
                "https://negozio.example/favicon.ico",
            ),
            (
                " www.negozio.example ",
                "https://www.negozio.example/",
                "https://www.negozio.example/favicon.ico",
            ),
            (
                "https://caffè.example",
                "https://xn--caff-8oa.example/",
                "https://xn--caff-8oa.example/favicon.ico",
            ),
            ("", "", ""),
        ] {
            assert_eq!(
                addresses(site),
                (link.to_owned(), icon.to_owned()),
                "{site}"
            );
        }
    }
}
