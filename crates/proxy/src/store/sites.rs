use super::Store;
use crate::{session::SiteId, store::Error};

/// What the newest token of a site said of it.
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

/// What a token says of its site.
#[derive(Clone, Debug)]
pub struct Said {
    /// The site as it describes it.
    pub site: KnownSite,
    /// When it was made, in seconds since 1970.
    pub at: i64,
}

/// What is known of a site once a token was heard.
#[derive(Clone, Debug)]
pub struct Heard {
    /// As the newest token describes it.
    pub site: KnownSite,
    /// Whether that is another than before.
    pub is_new: bool,
}

impl Sites<'_> {
    /// What is known of a site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, site: &SiteId) -> Result<Option<KnownSite>, Error> {
        Ok(self.find(site).await?.map(|said| said.site))
    }

    /// Remembers what a token says, unless a newer one was heard; writes only what is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember(&self, id: &SiteId, said: Said) -> Result<Heard, Error> {
        let before = self.find(id).await?;
        let is_new = before
            .as_ref()
            .is_none_or(|before| before.site != said.site);
        if let Some(before) = before
            && (before.at > said.at || (before.at == said.at && !is_new))
        {
            let site = before.site;
            let is_new = false;
            return Ok(Heard { site, is_new });
        }
        sqlx::query(
            "INSERT INTO sites (site, name, url, module_active, said_at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (site) DO UPDATE SET name = excluded.name, url = excluded.url, \
             module_active = excluded.module_active, said_at = excluded.said_at \
             WHERE sites.said_at <= excluded.said_at",
        )
        .bind(id.as_str())
        .bind(&said.site.name)
        .bind(&said.site.url)
        .bind(i64::from(said.site.module_active))
        .bind(said.at)
        .execute(&self.store.writer)
        .await?;
        let site = said.site;
        Ok(Heard { site, is_new })
    }

    async fn find(&self, site: &SiteId) -> Result<Option<Said>, Error> {
        let row = sqlx::query_as::<_, (String, String, i64, i64)>(
            "SELECT name, url, module_active, said_at FROM sites WHERE site = $1",
        )
        .bind(site.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(|(name, url, module_active, at)| Said {
            site: KnownSite {
                name,
                url,
                module_active: module_active != 0,
            },
            at,
        }))
    }
}
