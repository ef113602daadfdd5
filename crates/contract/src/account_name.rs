use std::{fmt, net::Ipv4Addr};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{
    ApiDomain, FieldCode, api_domain::looks_like_api, dns_label::check_label, pasted::without_label,
};

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

/// The host of a URL, without scheme, path and query. User parts and ports are errors.
fn host_of(text: &str) -> Result<&str, FieldCode> {
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if is_web_scheme(scheme) => rest,
        Some(_) => return Err(FieldCode::OtherSite),
        None => text.strip_prefix("//").unwrap_or(text),
    };
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if authority.contains(['.', ':']) && authority.contains(char::is_whitespace) {
        Err(FieldCode::SeveralValues)
    } else if authority.contains('@') {
        Err(FieldCode::UserPart)
    } else if authority.starts_with('[') || authority.matches(':').count() > 1 {
        Err(FieldCode::IpAddress)
    } else if authority.contains(':') {
        Err(FieldCode::Port)
    } else if authority.is_empty() {
        Err(FieldCode::Required)
    } else {
        Ok(authority)
    }
}

fn is_web_scheme(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Whether the host is an IP address in any notation that a resolver accepts, short and hexadecimal
/// forms included.
fn is_ip(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
        || (host.contains('.')
            && host.split('.').all(|part| {
                let digits = part.strip_prefix("0x").unwrap_or(part);
                !part.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_hexdigit())
                    && (part.starts_with("0x") || part.bytes().all(|b| b.is_ascii_digit()))
            }))
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

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn understood(typed: &str) -> (String, AccountNameSource) {
        let found = AccountName::understand(typed, &[]).unwrap();
        assert_eq!(found.api_domain, None, "{typed}");
        (found.name.to_string(), found.source)
    }

    #[test]
    fn the_name_is_taken_out_of_a_pasted_url() {
        for pasted in [
            "https://passepartoutspa1617115965.api-us1.com",
            "  HTTPS://PassepartoutSpa1617115965.API-us1.com/  ",
            "passepartoutspa1617115965.api-us1.com/api/3/users/me",
            "http://passepartoutspa1617115965.api-us1.com?x=1#y",
            "//passepartoutspa1617115965.api-us1.com.",
            "\"https://passepartoutspa1617115965.api-us1.com\"",
            "ACTIVECAMPAIGN_URL=https://passepartoutspa1617115965.api-us1.com",
            "URL: 'https://passepartoutspa1617115965.api-us1.com'",
        ] {
            let expected = (
                "passepartoutspa1617115965".to_owned(),
                AccountNameSource::ApiUrl,
            );
            assert_eq!(understood(pasted), expected, "{pasted}");
        }
    }

    #[test]
    fn a_name_alone_and_a_login_url_are_understood() {
        assert_eq!(
            understood(" Negozio-1 "),
            ("negozio-1".into(), AccountNameSource::Name)
        );
        assert_eq!(
            understood("negozio/"),
            ("negozio".into(), AccountNameSource::Name)
        );
        assert_eq!(
            understood("https://negozio.activehosted.com/admin/"),
            ("negozio".into(), AccountNameSource::LoginUrl)
        );
    }

    #[test]
    fn what_is_not_a_name_is_refused_with_the_reason() {
        use FieldCode::*;
        for (typed, reason) in [
            ("", Required),
            ("  \"\" ", Required),
            ("https://", Required),
            ("https://www.example.com", OtherSite),
            ("https://api-us1.com", NameMissing),
            ("api-us1.com", NameMissing),
            (".api-us1.com", NameMissing),
            ("activehosted.com", NameMissing),
            (
                "https://negozio.api-us1.com Chiave: 0a1b2c3d",
                SeveralValues,
            ),
            ("https://negozio.api-us1.com\n0a1b2c3d", SeveralValues),
            ("a.b.api-us1.com", OtherSite),
            ("negozio.api-us1.com.example.com", OtherSite),
            ("negozioapi-us1.com", OtherSite),
            ("https://negozio.api-eu1.com", ApiHostNotEnabled),
            ("api-ca1.com", ApiHostNotEnabled),
            ("a.b.api-eu1.com", OtherSite),
            ("negozio.api-eu1.com.evil.example", OtherSite),
            ("negozio.api-eu1.example", OtherSite),
            ("ftp://negozio.api-us1.com", OtherSite),
            ("javascript://negozio.api-us1.com", OtherSite),
            ("127.0.0.1", IpAddress),
            ("http://0x7f.1/", IpAddress),
            ("http://[::1]/", IpAddress),
            ("https://negozio.api-us1.com:8443", Port),
            ("localhost:8080", Port),
            ("https://user:pw@negozio.api-us1.com", UserPart),
            ("mario@example.com", UserPart),
            ("negozio uno", InvalidCharacter),
            ("-negozio", InvalidCharacter),
            ("negozio-", InvalidCharacter),
            ("nego_zio", InvalidCharacter),
            ("caffè", InvalidCharacter),
            ("nego%2ezio", InvalidCharacter),
            ("{account}", InvalidCharacter),
        ] {
            assert_eq!(AccountName::parse(typed), Err(reason), "{typed}");
        }
        assert_eq!(AccountName::parse("API_KEY=0a1b2c3d"), Err(LooksLikeApiKey));
        assert_eq!(AccountName::parse("Chiave: 0a1b2c3d"), Err(LooksLikeApiKey));
        assert_eq!(AccountName::parse(&"x".repeat(64)), Err(TooLong));
        assert_eq!(AccountName::parse(&"0a".repeat(36)), Err(LooksLikeApiKey));
        assert!(AccountName::parse(&"x".repeat(63)).is_ok());
    }

    #[test]
    fn a_url_of_an_allowed_domain_is_understood_with_its_domain() {
        let allowed = ["api-eu1.com", "crm.example", "eu.crm.example"]
            .map(|domain| ApiDomain::parse(domain).unwrap());
        let understand = |typed| AccountName::understand(typed, &allowed);
        for (typed, domain) in [
            ("https://Negozio.api-EU1.com/api/3", Some("api-eu1.com")),
            ("negozio.crm.example", Some("crm.example")),
            ("negozio.eu.crm.example", Some("eu.crm.example")),
            ("negozio.api-us1.com", None),
            ("negozio.activehosted.com", None),
            ("negozio", None),
        ] {
            let found = understand(typed).unwrap();
            assert_eq!(found.name.as_str(), "negozio", "{typed}");
            let remembered = found.api_domain.as_ref().map(ApiDomain::as_str);
            assert_eq!(remembered, domain, "{typed}");
        }
        for (typed, reason) in [
            ("api-eu1.com", FieldCode::NameMissing),
            ("a.b.api-eu1.com", FieldCode::OtherSite),
            ("negozio.api-ca1.com", FieldCode::ApiHostNotEnabled),
            ("negozio.api-eu1.com.evil.example", FieldCode::OtherSite),
            ("https://negozio.api-eu1.com:8443", FieldCode::Port),
            ("https://a@negozio.api-eu1.com", FieldCode::UserPart),
        ] {
            assert_eq!(understand(typed), Err(reason), "{typed}");
        }
    }
}
