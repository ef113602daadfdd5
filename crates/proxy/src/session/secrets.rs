use std::fmt;

use anyhow::ensure;
use contract::SecretText;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};

use super::{Audience, Claims, ISSUER};
use crate::clock;

/// Why a token is rejected.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The library rejects the token: signature, audience, issuer or format.
    #[error("{0}")]
    Invalid(String),
    /// The claims are invalid.
    #[error("{0}")]
    Unsound(&'static str),
    /// The token becomes valid in this many seconds.
    #[error("it begins {0} s in the future: a clock is wrong")]
    InTheFuture(i64),
    /// The token expired this many seconds ago.
    #[error("it ended {0} s ago")]
    Expired(i64),
}

/// The secrets that verify tokens: one, or two while both sides change the secret.
pub struct SessionSecrets {
    accepted: Vec<DecodingKey>,
    signing: EncodingKey,
}

impl SessionSecrets {
    /// Parses `SESSION_SECRET` and `SESSION_SECRET_PREVIOUS`.
    ///
    /// # Errors
    /// A sentence that names the secret that is too short.
    pub fn new(current: &SecretText, previous: Option<&SecretText>) -> anyhow::Result<Self> {
        let named = [
            ("SESSION_SECRET", Some(current)),
            ("SESSION_SECRET_PREVIOUS", previous),
        ];
        let mut accepted = Vec::new();
        for (name, secret) in named {
            let Some(secret) = secret else { continue };
            // RFC 7518, 3.2: a key for HS256 must be at least as long as its hash.
            ensure!(
                secret.expose().len() >= 32,
                "{name} must have at least 32 bytes, not {}",
                secret.expose().len()
            );
            accepted.push(DecodingKey::from_secret(secret.expose().as_bytes()));
        }
        Ok(Self {
            accepted,
            signing: EncodingKey::from_secret(current.expose().as_bytes()),
        })
    }

    /// Verifies a token and returns its claims.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn verify(&self, token: &str, audience: Audience) -> Result<Claims, Refused> {
        let rules = rules(audience);
        let mut refused = Refused::Invalid("no secret".into());
        for key in &self.accepted {
            match decode::<Claims>(token, key, &rules) {
                // RFC 7515, 4.1.11: a token with an unsupported critical header must be rejected.
                Ok(data) if data.header.crit.is_some() => {
                    return Err(Refused::Unsound("its header has `crit`"));
                }
                Ok(data) => {
                    data.claims.check(clock::now_seconds())?;
                    return Ok(data.claims);
                }
                Err(error) => refused = Refused::Invalid(error.to_string()),
            }
        }
        Err(refused)
    }

    /// Signs a token as the Passweb server does, for demo mode.
    ///
    /// # Errors
    /// When the library cannot sign.
    pub fn sign(&self, claims: &Claims) -> anyhow::Result<String> {
        let header = Header::new(Algorithm::HS256);
        Ok(encode(&header, claims, &self.signing)?)
    }
}

fn rules(audience: Audience) -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    rules.set_audience(&[audience.as_str()]);
    rules.set_issuer(&[ISSUER]);
    // The claims check their times themselves, because the library does not report by how much a
    // time is off.
    rules.validate_exp = false;
    rules
}

impl fmt::Debug for SessionSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionSecrets({} accepted)", self.accepted.len())
    }
}
