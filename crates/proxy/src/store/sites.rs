mod newest;

use super::Store;
use crate::{clock, store::Error};
use contract::{CLOCK_LEEWAY_SECONDS, SiteId};
pub(super) use newest::Newest;

/// The table of sites, as claimed by the newest session token of each site.
#[derive(Debug)]
pub struct Sites<'a> {
    pub(super) store: &'a Store,
}

/// A site, as its session tokens describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSite {
    /// The name of the site.
    pub name: String,
    /// The URL of the site.
    pub url: String,
    /// Whether the module `activecampaign` is active on Passstore.
    pub module_active: bool,
}

/// The site claims of a session token.
#[derive(Clone, Debug)]
pub struct SiteClaims {
    /// The site.
    pub site: KnownSite,
    /// Issue time of the token, in seconds since 1970.
    pub at: i64,
}

/// Result of storing the claims of a token.
#[derive(Clone, Debug)]
pub struct SiteUpdate {
    /// The site, as claimed by the newest token.
    pub site: KnownSite,
    /// Whether the stored site changed.
    pub is_new: bool,
}

impl Sites<'_> {
    /// The stored site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, site: &SiteId) -> Result<Option<KnownSite>, Error> {
        Ok(self.find(site).await?.map(|said| said.site))
    }

    /// Stores the claims of a token, unless a newer token was read. Writes to the database only
    /// when the claims changed; the time of a newer token with equal claims is kept in memory.
    /// After a restart, or on another proxy, a token that is older than that one but newer than the
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
            // A later time is impossible for a token: it was written while the clock was ahead.
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
        // Another proxy may have stored a newer token meanwhile.
        match written.rows_affected() {
            0 => Ok(known(self.get(id).await?.unwrap_or(said.site))),
            _ => Ok(SiteUpdate {
                site: said.site,
                is_new: true,
            }),
        }
    }

    /// Time of the last change of `module_active`, in seconds since 1970.
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
