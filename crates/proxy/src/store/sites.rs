use super::Store;
use crate::{error::Error, session::SiteId};

/// What the last token of a site said of it.
#[derive(Debug)]
pub struct Sites<'a> {
    pub(super) store: &'a Store,
}

/// A site, as its tokens describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSite {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether the module `activecampaign` is active on Passstore.
    pub module_active: bool,
}

impl Sites<'_> {
    /// What is known of a site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, site: &SiteId) -> Result<Option<KnownSite>, Error> {
        let row = sqlx::query_as::<_, (String, String, i64)>(
            "SELECT name, url, module_active FROM sites WHERE site = $1",
        )
        .bind(site.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(|(name, url, module_active)| KnownSite {
            name,
            url,
            module_active: module_active != 0,
        }))
    }

    /// Remembers what a token says, and writes only what is new. Returns whether anything is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember(&self, site: &SiteId, said: &KnownSite) -> Result<bool, Error> {
        let before = self.get(site).await?;
        if before.as_ref() == Some(said) {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO sites (site, name, url, module_active) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (site) DO UPDATE SET name = excluded.name, url = excluded.url, \
             module_active = excluded.module_active",
        )
        .bind(site.as_str())
        .bind(&said.name)
        .bind(&said.url)
        .bind(i64::from(said.module_active))
        .execute(&self.store.writer)
        .await?;
        Ok(true)
    }
}
