use std::{fmt, str::FromStr};

use contract::SecretText;
use sqlx::postgres::PgConnectOptions;
use url::Url;

/// A PostgreSQL URL. It may contain a password, so `Display` omits user and parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresUrl(SecretText);

impl PostgresUrl {
    /// The whole URL. The caller must not log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Whether the URL contains a password, in the authority or as a parameter.
    #[must_use]
    pub fn has_password(&self) -> bool {
        Url::parse(self.expose()).is_ok_and(|url| {
            let parameter = url.query_pairs().any(|(name, _)| name == "password");
            url.password().is_some() || parameter
        })
    }
}

impl FromStr for PostgresUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const SHAPE: &str = "it is no URL of the shape postgres://user:password@host:5432/database (a password \
             with / ? # @ or % needs %-encoding)";
        let url = Url::parse(text).map_err(|_| SHAPE)?;
        if url.cannot_be_a_base() || PgConnectOptions::from_str(text).is_err() {
            return Err(SHAPE);
        }
        if url.path().trim_matches('/').is_empty() {
            return Err("it must name a database, as in postgres://user:password@host/database");
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(self.expose()).map_err(|_| fmt::Error)?;
        write!(f, "postgres://{}", url.host_str().unwrap_or_default())?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(url.path())?;
        match url.query_pairs().find(|(name, _)| name == "host") {
            Some((_, directory)) => write!(f, " on {directory}"),
            None => Ok(()),
        }
    }
}
