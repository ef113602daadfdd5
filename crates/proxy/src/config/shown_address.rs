use std::str::FromStr;

use url::Url;

/// A URL that merchants see in ActiveCampaign; when empty, the site's URL is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownAddress(Option<Url>);

impl ShownAddress {
    /// The configured URL.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_ref().map(Url::as_str)
    }
}

impl FromStr for ShownAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // An empty variable counts as unset, as is usual in unit files and containers.
        if text.trim().is_empty() {
            return Ok(Self(None));
        }
        let url = Url::parse(text.trim()).map_err(|error| error.to_string())?;
        match matches!(url.scheme(), "http" | "https") && url.has_host() {
            true => Ok(Self(Some(url))),
            false => Err("it must begin with https:// or http://".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_a_page_or_none() {
        let logo: ShownAddress = "https://cdn.passweb.example/logo.png".parse().unwrap();
        assert_eq!(logo.as_str(), Some("https://cdn.passweb.example/logo.png"));
        assert_eq!("".parse(), Ok(ShownAddress(None)));
        for text in ["logo.png", "/logo.png", "ftp://a.example/l.png", "data:,x"] {
            assert!(text.parse::<ShownAddress>().is_err(), "{text}");
        }
    }
}
