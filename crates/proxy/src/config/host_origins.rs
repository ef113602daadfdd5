use std::str::FromStr;

use url::Url;

/// An origin whose pages may frame the panel, as in `https://passweb.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostOrigin(String);

impl HostOrigin {
    /// The serialized origin, as in headers and in browsers.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HostOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || format!("{text:?} is not an origin such as https://passweb.example");
        let url = Url::parse(text).map_err(|_| refused())?;
        let origin = url.origin().ascii_serialization();
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        // A wildcard would admit anyone who can create a subdomain.
        if matches!(url.scheme(), "http" | "https") && bare && !origin.contains('*') {
            Ok(Self(origin))
        } else {
            Err(refused())
        }
    }
}

/// The parsed value of `HOST_ORIGINS`: a comma-separated list, perhaps empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostOrigins(Vec<HostOrigin>);

impl HostOrigins {
    /// All origins.
    pub fn iter(&self) -> impl Iterator<Item = &HostOrigin> {
        self.0.iter()
    }

    /// Adds an origin.
    pub(crate) fn add(&mut self, origin: HostOrigin) {
        if !self.0.contains(&origin) {
            self.0.push(origin);
        }
    }

    /// The source list of the directive `frame-ancestors`.
    #[must_use]
    pub fn frame_ancestors(&self) -> String {
        if self.0.is_empty() {
            return "'none'".to_owned();
        }
        let origins: Vec<&str> = self.iter().map(HostOrigin::as_str).collect();
        origins.join(" ")
    }
}

impl FromStr for HostOrigins {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .map(str::trim)
            .filter(|origin| !origin.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_origins_are_told_to_browsers() {
        let origins: HostOrigins = "https://passweb.example, http://127.0.0.1:8081/,"
            .parse()
            .unwrap();
        assert_eq!(
            origins.frame_ancestors(),
            "https://passweb.example http://127.0.0.1:8081"
        );
        assert_eq!(
            "".parse::<HostOrigins>().unwrap().frame_ancestors(),
            "'none'"
        );
    }

    #[test]
    fn what_is_no_exact_origin_is_refused() {
        for wrong in [
            "*",
            "passweb.example",
            "https://*.passweb.example",
            "https://passweb.example/wizard",
            "https://passweb.example?x",
            "https://user@passweb.example",
            "https://passweb.example; script-src *",
            "data:text/html,x",
            "null",
        ] {
            assert!(wrong.parse::<HostOrigins>().is_err(), "{wrong}");
        }
    }
}
