use std::fmt;

use anyhow::ensure;
use contract::SecretText;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};

use super::{Audience, Claims, ISSUER};
use crate::clock;

/// Why a token opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is no token that the library takes: signature, audience, issuer, shape.
    #[error("{0}")]
    Invalid(String),
    /// Claims that no token has.
    #[error("{0}")]
    Unsound(&'static str),
    /// It begins so many seconds from now.
    #[error("it begins {0} s in the future: a clock is wrong")]
    InTheFuture(i64),
    /// It ended so many seconds ago.
    #[error("it ended {0} s ago")]
    Expired(i64),
}

/// What tokens are checked with: one secret, or two while the two sides change over.
pub struct SessionSecrets {
    accepted: Vec<DecodingKey>,
    signing: EncodingKey,
}

impl SessionSecrets {
    /// Reads `SESSION_SECRET` and `SESSION_SECRET_PREVIOUS`.
    ///
    /// # Errors
    /// A sentence that says which of them is too short.
    pub fn new(current: &SecretText, previous: Option<&SecretText>) -> anyhow::Result<Self> {
        let named = [
            ("SESSION_SECRET", Some(current)),
            ("SESSION_SECRET_PREVIOUS", previous),
        ];
        let mut accepted = Vec::new();
        for (name, secret) in named {
            let Some(secret) = secret else { continue };
            // RFC 7518, 3.2: a key for HS256 is at least as long as its hash.
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

    /// The claims of a token, every one of them checked.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn verify(&self, token: &str, audience: Audience) -> Result<Claims, Refused> {
        let rules = rules(audience);
        let mut refused = Refused::Invalid("no secret".into());
        for key in &self.accepted {
            match decode::<Claims>(token, key, &rules) {
                // RFC 7515, 4.1.11: what must be understood and is not, must be refused.
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

    /// A token as the Passweb server would make it, for the demo.
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
    // The claims check their times themselves: the library does not tell by how much one is off.
    rules.validate_exp = false;
    rules
}

impl fmt::Debug for SessionSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionSecrets({} accepted)", self.accepted.len())
    }
}
