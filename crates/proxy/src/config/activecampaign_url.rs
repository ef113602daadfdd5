#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use contract::{AccountName, ApiDomain};
use url::Url;

/// The placeholder for the account name.
const PLACE: &str = "{account}";
/// The name used to validate the template. It has no digits at the end, which would make a host
/// invalid.
const PROBE: &str = "account-name-goes-here";

/// The URL template of ActiveCampaign, in which `{account}` stands for the account name.
///
/// The placeholder is a whole label of the host with a domain after it, or a whole segment of the
/// path. Only an [`AccountName`] replaces it: one label of letters, digits and hyphens. So,
/// whatever a merchant types, the request goes to the operator's host or to `{label}` in a domain
/// of the operator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveCampaignUrl(String);

impl ActiveCampaignUrl {
    /// The API domain in ActiveCampaign's documentation.
    pub const DEFAULT: &str = "https://{account}.api-us1.com";
    /// The domain of ActiveCampaign's login, independent of the API's domain.
    pub const DEFAULT_APP: &str = "https://{account}.activehosted.com";

    /// The template with another domain behind the label of the account: that of an account with
    /// its own. Scheme, port and path stay; a template with the account in its path, as of a
    /// stand-in for ActiveCampaign, stays as it is.
    #[must_use]
    pub fn at(&self, domain: &ApiDomain) -> Self {
        let label = [PLACE, "."].concat();
        match self.host().split_once(&label) {
            Some((_, own)) => Self(self.0.replacen(
                &format!("{label}{own}"),
                &format!("{label}{domain}"),
                1,
            )),
            None => self.clone(),
        }
    }

    /// The URL of an account's resource (`path` below `/api/3`).
    ///
    /// `None` when the host is invalid: a label like `xn--a` has the right characters, but is not a
    /// valid internationalised domain name.
    #[must_use]
    pub fn resource(&self, account: &AccountName, path: &[&str]) -> Option<Url> {
        self.page(account, &[&["api", "3"], path].concat())
    }

    /// The URL of an account's page (`path`); `None` as for [`Self::resource`].
    #[must_use]
    pub fn page(&self, account: &AccountName, path: &[&str]) -> Option<Url> {
        let text = self.0.replace(PLACE, account.as_str());
        let mut url = Url::parse(&text).ok()?;
        // URL parsing can normalise the host; reject a host that changed.
        let written = self.host().replace(PLACE, account.as_str());
        (url.host_str()? == written).then_some(())?;
        url.path_segments_mut().ok()?.pop_if_empty().extend(path);
        Some(url)
    }

    /// Whether the scheme is HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        match authority.rsplit_once(':') {
            // An IPv6 address contains colons.
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => authority,
        }
    }
}

impl FromStr for ActiveCampaignUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.matches(PLACE).count() != 1 {
            return Err(format!("it must contain {PLACE} exactly once"));
        }
        let url = Url::parse(&text.replace(PLACE, PROBE)).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it must begin with https:// or http://".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must not hold a user or a password".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it must not hold ? or #".into());
        }
        if !is_label_of_a_domain(&url) && !is_path_segment(&url) {
            return Err(format!(
                "{PLACE} must be a whole label before a domain, as in https://{PLACE}.example.com, \
                 or a whole segment of the path, as in http://127.0.0.1:9000/{PLACE}"
            ));
        }
        Ok(Self(url.as_str().replace(PROBE, PLACE)))
    }
}

fn is_label_of_a_domain(url: &Url) -> bool {
    let labels: Vec<&str> = url.host_str().unwrap_or_default().split('.').collect();
    // As the only or the last label, the placeholder could name any host.
    let domain = labels
        .iter()
        .position(|label| *label == PROBE)
        .map_or(&[] as &[&str], |place| &labels[place + 1..]);
    domain
        .last()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn is_path_segment(url: &Url) -> bool {
    url.path_segments()
        .is_some_and(|mut segments| segments.any(|segment| segment == PROBE))
}

impl fmt::Display for ActiveCampaignUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
