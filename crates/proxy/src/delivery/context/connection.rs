//! The connection that stands for the site in ActiveCampaign.

use std::sync::atomic::Ordering;

use contract::log::{LogCode, LogKind};
use url::Url;

use super::{DeliverError, DeliveryContext};
use crate::{
    activecampaign::{AccountClient, ApiError, NewConnection},
    store::{Error, NewEntry},
};

/// The maximum length of a connection's name, in characters. ActiveCampaign documents none.
const LONGEST_NAME: usize = 255;

impl DeliveryContext {
    /// The connection id of the site: stored, found in ActiveCampaign, or created.
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
            // A concurrent call created it, or an earlier call whose response was lost.
            Err(ApiError::Refused(refusal)) => client
                .find_connection(site)
                .await?
                .ok_or(DeliverError::Api(ApiError::Refused(refusal))),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Drops the stored connection id when ActiveCampaign may have deleted the connection or a
    /// record that belongs to it.
    pub async fn forget_connection(&self, vanished: &str) -> Result<(), Error> {
        let mut known = self.connection.lock().await;
        if known.as_deref() == Some(vanished) {
            self.writes().set_connection(None).await?;
            *known = None;
            self.vanished.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// The URL of a site as it is sent, and the URL of its icon. An invalid URL is sent unchanged, so
/// that ActiveCampaign reports what it rejects.
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
