mod host;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{
    ApiDomain, FieldCode, api_domain::looks_like_api, dns_label::check_label, pasted::without_label,
};
use host::{host_of, is_ip};

/// The domain of ActiveCampaign's login pages, which merchants paste by mistake.
const LOGIN_DOMAIN: &str = "activehosted.com";

/// The name of an ActiveCampaign account: one DNS label, lower case.
///
/// It is the only merchant input that becomes part of a host name, so [`AccountName::understand`]
/// is the only constructor. The domain behind it is the operator's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"))]
pub struct AccountName(String);

/// The kind of text that an account name was extracted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountNameSource {
    /// The bare name.
    Name,
    /// The API URL of *Impostazioni – Sviluppatore*.
    ApiUrl,
    /// The address of ActiveCampaign's login page.
    LoginUrl,
}

/// An account name and the kind of text it was extracted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderstoodAccountName {
    /// The extracted name.
    pub name: AccountName,
    /// The kind of text.
    pub source: AccountNameSource,
    /// The domain of the API in the text; `None` for [`ApiDomain::DEFAULT`], or without a domain.
    pub api_domain: Option<ApiDomain>,
}

impl AccountName {
    /// Extracts the account name from typed or pasted text: a bare name, or a URL with or without
    /// scheme, path, trailing slash, spaces, quotes or capitals. The URL is one of
    /// [`ApiDomain::DEFAULT`], of the login pages, or of an `allowed` domain.
    ///
    /// # Errors
    /// The [`FieldCode`] that tells why no name was found.
    pub fn understand(
        typed: &str,
        allowed: &[ApiDomain],
    ) -> Result<UnderstoodAccountName, FieldCode> {
        let text = without_label(typed, &["url", "account", "activecampaign"]);
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        if without_label(text, &["key", "token", "chiave"]) != text {
            return Err(FieldCode::LooksLikeApiKey);
        }
        let host = host_of(text)?.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        let (label, source, api_domain) = match host {
            _ if is_ip(host) => return Err(FieldCode::IpAddress),
            _ if !host.contains('.') => (host, AccountNameSource::Name, None),
            _ => label_of(host, allowed)?,
        };
        check_label(label)?;
        Ok(UnderstoodAccountName {
            name: Self(label.to_owned()),
            source,
            api_domain: api_domain.cloned(),
        })
    }

    /// As [`AccountName::understand`] without further domains; the name only.
    ///
    /// # Errors
    /// As [`AccountName::understand`].
    pub fn parse(typed: &str) -> Result<Self, FieldCode> {
        Self::understand(typed, &[]).map(|understood| understood.name)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A label, the kind of its domain, and that domain if an account remembers it.
type Labelled<'a> = (&'a str, AccountNameSource, Option<&'a ApiDomain>);

/// The label in front of an ActiveCampaign domain.
fn label_of<'a>(host: &'a str, allowed: &'a [ApiDomain]) -> Result<Labelled<'a>, FieldCode> {
    use AccountNameSource::{ApiUrl, LoginUrl};
    let further = allowed
        .iter()
        .map(|domain| (domain.as_str(), ApiUrl, Some(domain)));
    let known = std::iter::once((ApiDomain::DEFAULT, ApiUrl, None))
        .chain(further)
        .chain([(LOGIN_DOMAIN, LoginUrl, None)]);
    if known
        .clone()
        .any(|(domain, ..)| host.strip_prefix('.').unwrap_or(host) == domain)
    {
        return Err(FieldCode::NameMissing);
    }
    let found = known.into_iter().find_map(|(domain, source, remembered)| {
        let label = host.strip_suffix(domain)?.strip_suffix('.')?;
        (!label.contains('.')).then_some((label, source, remembered))
    });
    found.ok_or(match looks_like_api(host) {
        true => FieldCode::ApiHostNotEnabled,
        false => FieldCode::OtherSite,
    })
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AccountName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        check_label(&text).map_err(|_| D::Error::custom("not an account name"))?;
        Ok(Self(text))
    }
}
