mod newest;

use super::Store;
use crate::{clock, store::Error};
use contract::{CLOCK_LEEWAY_SECONDS, SiteId};
pub(super) use newest::Newest;

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
pub struct SiteClaims {
    /// The site as it describes it.
    pub site: KnownSite,
    /// When it was made, in seconds since 1970.
    pub at: i64,
}

/// What is known of a site once a token was heard.
#[derive(Clone, Debug)]
pub struct SiteUpdate {
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

    /// Remembers what a token says, unless a newer one was read. The database is written only when
    /// the site is described in another way; that a newer token said the same is kept in memory.
    /// After a restart, or on another proxy, a token that is older than that one and newer than the
    /// last change counts as new, until the site's next token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember(&self, id: &SiteId, said: SiteClaims) -> Result<SiteUpdate, Error> {
        let latest = clock::now_seconds().saturating_add(CLOCK_LEEWAY_SECONDS);
        let known = |site| SiteUpdate {
            site,
            is_new: false,
        };
        let before = self.find(id).await?;
        let newest = &self.store.newest_tokens;
        if let Some(before) = before {
            if before.site == said.site {
                newest.read(id, said.at, latest);
                return Ok(known(before.site));
            }
            // No token is made later than that: it was written under a clock that was ahead.
            let at = if before.at > latest {
                i64::MIN
            } else {
                before.at
            };
            if at.max(newest.of(id, latest)) > said.at {
                return Ok(known(before.site));
            }
        }
        let written = sqlx::query(
            "INSERT INTO sites (site, name, url, module_active, claimed_at, module_since) \
             VALUES ($1, $2, $3, $4, $5, $5) \
             ON CONFLICT (site) DO UPDATE SET name = excluded.name, url = excluded.url, \
             module_since = CASE WHEN sites.module_active = excluded.module_active \
             THEN sites.module_since ELSE excluded.module_since END, \
             module_active = excluded.module_active, claimed_at = excluded.claimed_at \
             WHERE sites.claimed_at <= excluded.claimed_at OR sites.claimed_at > $6",
        )
        .bind(id.as_str())
        .bind(&said.site.name)
        .bind(&said.site.url)
        .bind(i64::from(said.site.module_active))
        .bind(said.at)
        .bind(latest)
        .execute(&self.store.writer)
        .await?;
        newest.read(id, said.at, latest);
        // Another proxy may have read a newer token meanwhile.
        match written.rows_affected() {
            0 => Ok(known(self.get(id).await?.unwrap_or(said.site))),
            _ => Ok(SiteUpdate {
                site: said.site,
                is_new: true,
            }),
        }
    }

    /// Since when the module is in the state in which it is, in seconds since 1970.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn module_since(&self, site: &SiteId) -> Result<Option<i64>, Error> {
        let since = sqlx::query_scalar("SELECT module_since FROM sites WHERE site = $1")
            .bind(site.as_str())
            .fetch_optional(&self.store.readers)
            .await?;
        Ok(since.flatten())
    }

    async fn find(&self, site: &SiteId) -> Result<Option<SiteClaims>, Error> {
        let row = sqlx::query_as::<_, (String, String, i64, i64)>(
            "SELECT name, url, module_active, claimed_at FROM sites WHERE site = $1",
        )
        .bind(site.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(|(name, url, module_active, at)| SiteClaims {
            site: KnownSite {
                name,
                url,
                module_active: module_active != 0,
            },
            at,
        }))
    }
}
