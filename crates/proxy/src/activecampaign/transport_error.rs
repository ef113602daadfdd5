use std::{error::Error, io};

use super::resolver::HostNotFound;

/// Why a call got no response.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The name server reports that the host does not exist.
    #[error("no such host")]
    NoSuchHost,
    /// A server responds at the address, but not for this host name.
    #[error("TLS for this host failed: {0}")]
    NotThisHost(rustls::Error),
    /// No call was made: the proxy stops, or the lease was lost.
    #[error("not called: {0}")]
    NotCalled(&'static str),
    /// No response before the timeout.
    #[error("response timed out")]
    TimedOut,
    /// Network error, or failing name server.
    #[error("{0}")]
    Unreachable(String),
    /// The response exceeds the size limit.
    #[error("response too large")]
    TooLarge,
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        // The error's text would repeat the URL in every log line.
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
            return Self::TimedOut;
        }
        let texts: Vec<String> = causes(&error).map(ToString::to_string).collect();
        Self::Unreachable(texts.join(": "))
    }
}

/// Whether a TLS error concerns dates only, which prove nothing about the host name. A certificate
/// for another name or from an unknown issuer, or a refused handshake, is how a server of many
/// hosts responds for a host that it does not have.
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

/// An error and its chain of causes. `io::Error` hides its inner error from `source`.
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
    fn only_certificate_dates_prove_nothing_about_the_host() {
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
