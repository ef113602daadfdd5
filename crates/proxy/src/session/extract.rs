use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    http::{header, request::Parts},
};
use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use contract::{Platform, Session, Site, SiteId};

use super::{Audience, Claims, Refused, SessionSecrets, Throttle};
use crate::{
    error::Error,
    store::{KnownSite, SiteClaims},
};

/// A merchant in the panel. Whoever asks for one as an argument is behind the token check.
#[derive(Clone, Debug)]
pub struct PanelSession(Claims);

/// The Passweb server handing something over.
#[derive(Clone, Debug)]
pub struct EventsSession(Claims);

impl PanelSession {
    /// The site, and the only source of it.
    #[must_use]
    pub fn site(&self) -> &SiteId {
        &self.0.site
    }

    /// The user, as the back office names them.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.0.sub
    }

    /// Whether the site has a platform's module.
    #[must_use]
    pub fn has_module(&self, platform: Platform) -> bool {
        self.0.modules.iter().any(|module| module == platform.id())
    }

    /// What the token says of the site.
    #[must_use]
    pub fn site_claims(&self) -> SiteClaims {
        site_claims(&self.0)
    }

    /// As the panel sees it.
    #[must_use]
    pub fn into_contract(self) -> Session {
        Session {
            user: self.0.sub,
            site: Site {
                id: self.0.site.as_str().to_owned(),
                name: self.0.site_name,
                url: self.0.site_url,
            },
            language: self.0.lang,
            modules: self.0.modules,
            unified_cart: self.0.unified_cart,
        }
    }
}

impl EventsSession {
    /// The site's address.
    #[must_use]
    pub fn site_url(&self) -> &str {
        &self.0.site_url
    }

    /// The site, and the only source of it.
    #[must_use]
    pub fn site(&self) -> &SiteId {
        &self.0.site
    }

    /// What the token says of the site.
    #[must_use]
    pub fn site_claims(&self) -> SiteClaims {
        site_claims(&self.0)
    }
}

impl<S> FromRequestParts<S> for PanelSession
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        claims(parts, state, Audience::Panel).await.map(Self)
    }
}

impl<S> FromRequestParts<S> for EventsSession
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        claims(parts, state, Audience::Events).await.map(Self)
    }
}

/// Checks the token, then the site's rate: a site is only known once its token is.
async fn claims<S>(parts: &mut Parts, state: &S, audience: Audience) -> Result<Claims, Error>
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Header = TypedHeader<Authorization<Bearer>>;
    let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
    if given.next().is_some() && given.next().is_some() {
        return Err(Error::MalformedRequest(
            "there is more than one Authorization header",
        ));
    }
    let header = <Header as OptionalFromRequestParts<S>>::from_request_parts(parts, state)
        .await
        .map_err(|_| Error::Unauthenticated { token_given: true })?
        .ok_or(Error::Unauthenticated { token_given: false })?;
    let claims = Arc::<SessionSecrets>::from_ref(state)
        .verify(header.token(), audience)
        .map_err(|refused| {
            // As a text it is escaped: it may repeat words of the token, line breaks and all.
            let text = refused.to_string();
            tracing::info!(refused = text, "session token refused");
            match refused {
                Refused::InTheFuture(seconds) => Error::ClockSkew(seconds),
                Refused::Expired(seconds) => Error::TokenExpired(seconds),
                Refused::Invalid(_) | Refused::Unsound(_) => {
                    Error::Unauthenticated { token_given: true }
                }
            }
        })?;
    Arc::<Throttle>::from_ref(state).request_of(&claims.site, audience)?;
    Ok(claims)
}

fn site_claims(claims: &Claims) -> SiteClaims {
    let platform = Platform::ActiveCampaign.id();
    SiteClaims {
        site: KnownSite {
            name: claims.site_name.clone(),
            url: claims.site_url.clone(),
            module_active: claims.modules.iter().any(|module| module == platform),
        },
        at: claims.iat,
    }
}
