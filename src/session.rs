//! Who is here: the session token, and what the host said about the site.

use contract::{Platform, PlatformInfo, SecretText, Session, paths};
use gloo_net::http::Method;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    api::{Api, ApiError, Call, boot_data, fetch},
    host::{Host, embedded},
    i18n::{self, Locale},
    load_state::LoadState,
};

/// What every page may need to know about the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Who is here.
    pub session: Session,
    /// The platforms, in the order of the list of choices.
    pub platforms: Vec<PlatformInfo>,
}

impl Site {
    /// Asks the proxy.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
    pub async fn load(api: Api) -> Result<Self, ApiError> {
        let session = api.session().await?;
        let platforms = api.platforms().await?.platforms;
        Ok(Self { session, platforms })
    }

    /// Whether the site has the platform's module.
    #[must_use]
    pub fn module_active(&self, platform: Platform) -> bool {
        self.platforms
            .iter()
            .any(|info| info.id == platform && info.module_active)
    }

    /// The language the host works in.
    #[must_use]
    pub fn locale(&self) -> Locale {
        i18n::of(self.session.language)
    }
}

#[derive(Deserialize)]
struct DemoToken {
    token: SecretText,
}

/// A token to work with, other than the `refused` one: the host's, or outside the back office
/// the demo site's, where the proxy has one.
///
/// # Errors
/// [`ApiError::NoSession`] where there is none, [`ApiError::Network`] when nobody answers.
pub async fn fresh_token(host: Host, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
    if embedded() {
        return host.token(refused).await;
    }
    if refused.is_none()
        && let Some(DemoToken { token }) = boot_data()
    {
        return Ok(token);
    }
    let reply = fetch(&Call::new(Method::POST, paths::DEMO_TOKEN), None).await?;
    let reply = reply.accepted().map_err(|_| ApiError::NoSession)?;
    let DemoToken { token } = reply.json().map_err(|_| ApiError::NoSession)?;
    Ok(token)
}

/// The site, for every component of the panel.
#[must_use]
pub fn site() -> RwSignal<LoadState<Site>> {
    expect_context()
}
