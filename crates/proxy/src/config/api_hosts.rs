use std::{fmt, str::FromStr};

use contract::ApiDomain;

/// The parsed value of `ACTIVECAMPAIGN_HOSTS`: the further domains of ActiveCampaign's API that an
/// account may name, perhaps none. [`ApiDomain::DEFAULT`] is always allowed and not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiHosts(Vec<ApiDomain>);

impl ApiHosts {
    /// The domains.
    #[must_use]
    pub fn domains(&self) -> &[ApiDomain] {
        &self.0
    }

    /// Whether accounts at this domain may be called.
    #[must_use]
    pub fn allow(&self, domain: &ApiDomain) -> bool {
        self.0.contains(domain)
    }
}

impl FromStr for ApiHosts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut domains = Vec::new();
        for item in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let domain = ApiDomain::parse(item)
                .ok_or_else(|| format!("{item:?} is not a domain such as api-eu1.com"))?;
            if domain.as_str() != ApiDomain::DEFAULT && !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        Ok(Self(domains))
    }
}

impl fmt::Display for ApiHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domains: Vec<&str> = self.0.iter().map(ApiDomain::as_str).collect();
        f.write_str(&domains.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_separated_by_commas_and_the_default_one_needs_no_mention() {
        let hosts: ApiHosts = "api-eu1.com, API-CA1.com,, api-us1.com,api-eu1.com"
            .parse()
            .unwrap();
        assert_eq!(hosts.to_string(), "api-eu1.com, api-ca1.com");
        assert_eq!("".parse(), Ok(ApiHosts::default()));
    }

    #[test]
    fn what_is_no_domain_is_refused_and_named() {
        for wrong in ["https://api-eu1.com", "*.api-eu1.com", "eu1", "10.0.0.1"] {
            let text = format!("api-ca1.com,{wrong}");
            let refused = text.parse::<ApiHosts>().unwrap_err();
            assert!(refused.contains(wrong), "{refused}");
        }
    }
}
