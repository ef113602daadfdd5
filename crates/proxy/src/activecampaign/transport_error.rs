use std::{error::Error, io};

use super::resolver::HostNotFound;

/// Why there is no answer to look at.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The name service says that there is no such host.
    #[error("no such host")]
    NoSuchHost,
    /// Something answers there, but not for this name.
    #[error("TLS for this host failed: {0}")]
    NotThisHost(rustls::Error),
    /// It was not called at all: the proxy stops, or others may work in its place.
    #[error("not called: {0}")]
    NotCalled(&'static str),
    /// Network, time, or a name service that does not work itself.
    #[error("{0}")]
    Unreachable(String),
    /// An answer without end.
    #[error("the answer is too large")]
    TooLarge,
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        // Its text would repeat the URL in every log line.
        let error = error.without_url();
        for cause in causes(&error) {
            if cause.is::<HostNotFound>() {
                return Self::NoSuchHost;
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                return match is_about_the_clock(tls) {
                    true => Self::Unreachable(tls.to_string()),
                    false => Self::NotThisHost(tls.clone()),
                };
            }
        }
        if error.is_timeout() {
            return Self::Unreachable("no answer in time".to_owned());
        }
        let texts: Vec<String> = causes(&error).map(ToString::to_string).collect();
        Self::Unreachable(texts.join(": "))
    }
}

/// A certificate of another name, of a stand-in issuer, or a refusal to shake hands: that is how
/// servers of many names answer for one they do not have. A date says nothing of the name.
fn is_about_the_clock(error: &rustls::Error) -> bool {
    use rustls::{CertificateError as Certificate, Error::InvalidCertificate};
    matches!(
        error,
        InvalidCertificate(
            Certificate::Expired
                | Certificate::ExpiredContext { .. }
                | Certificate::NotValidYet
                | Certificate::NotValidYetContext { .. }
        )
    )
}

/// An error and what caused it. `io::Error` hides what it wraps from `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn Error + 'static));
        wrapped.or_else(|| error.source())
    })
}

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, CertificateError, Error::*};

    use super::is_about_the_clock;

    #[test]
    fn a_date_says_nothing_of_the_account_and_the_rest_of_tls_does() {
        assert!(is_about_the_clock(&InvalidCertificate(
            CertificateError::Expired
        )));
        for error in [
            InvalidCertificate(CertificateError::NotValidForName),
            InvalidCertificate(CertificateError::UnknownIssuer),
            AlertReceived(AlertDescription::UnrecognisedName),
        ] {
            assert!(!is_about_the_clock(&error), "{error}");
        }
    }
}
