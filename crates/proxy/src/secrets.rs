//! Encryption of API keys: XChaCha20-Poly1305 with a random nonce per record, bound to its record,
//! so that an encrypted key copied to another account cannot be decrypted there.

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Payload},
};
use contract::{AccountId, ApiKey, SecretText, SiteId};
use sha2::{Digest, Sha256};

const NONCE: usize = 24;

/// An encrypted value and the identifier of its encryption key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The identifier of the encryption key.
    pub key_id: KeyId,
    /// The nonce, followed by the ciphertext with its tag.
    pub bytes: Vec<u8>,
}

/// Identifies an encryption key without revealing it: a part of its hash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub String);

/// Why a value cannot be decrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The encryption key is not configured.
    #[error("it was encrypted with another ENCRYPTION_KEY")]
    UnknownKey,
    /// The key is configured, but the value was altered or belongs to another record.
    #[error("it was altered, or belongs to another record")]
    Altered,
}

/// The associated data of the ciphertext.
enum Place<'a> {
    ApiKey(&'a SiteId, &'a AccountId),
    Canary,
}

struct SealingKey {
    id: KeyId,
    cipher: XChaCha20Poly1305,
}

/// The current key, which encrypts and decrypts, and the previous key, which only decrypts.
pub struct Keyring {
    current: SealingKey,
    previous: Option<SealingKey>,
}

impl Keyring {
    /// Parses `ENCRYPTION_KEY` and `ENCRYPTION_KEY_PREVIOUS`.
    ///
    /// # Errors
    /// A sentence that names the setting that is not 32 bytes in base64.
    pub fn new(current: &SecretText, previous: Option<&SecretText>) -> anyhow::Result<Self> {
        Ok(Self {
            current: SealingKey::read(current).context("ENCRYPTION_KEY")?,
            previous: previous
                .map(SealingKey::read)
                .transpose()
                .context("ENCRYPTION_KEY_PREVIOUS")?,
        })
    }

    /// The identifier of the current key.
    #[must_use]
    pub fn current_id(&self) -> &KeyId {
        &self.current.id
    }

    /// Encrypts the API key of an account.
    ///
    /// # Errors
    /// When the system's random generator or the cipher fails.
    pub fn seal(&self, key: &ApiKey, site: &SiteId, account: &AccountId) -> anyhow::Result<Sealed> {
        self.current
            .seal(key.expose().as_bytes(), &Place::ApiKey(site, account))
    }

    /// Decrypts the API key of an account.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(
        &self,
        sealed: &Sealed,
        site: &SiteId,
        account: &AccountId,
    ) -> Result<ApiKey, OpenError> {
        let opened = self.open_bytes(sealed, &Place::ApiKey(site, account))?;
        let text = SecretText::from(String::from_utf8(opened).map_err(|_| OpenError::Altered)?);
        ApiKey::parse(text.expose()).map_err(|_| OpenError::Altered)
    }

    /// A value to store in the database that identifies the current key.
    ///
    /// # Errors
    /// As [`Keyring::seal`].
    pub fn canary(&self) -> anyhow::Result<Sealed> {
        self.current.seal(b"canary", &Place::Canary)
    }

    /// Checks that one of the configured keys encrypted a canary.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn recognise(&self, canary: &Sealed) -> Result<(), OpenError> {
        self.open_bytes(canary, &Place::Canary).map(drop)
    }

    fn open_bytes(&self, sealed: &Sealed, place: &Place<'_>) -> Result<Vec<u8>, OpenError> {
        [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .find(|key| key.id == sealed.key_id)
            .ok_or(OpenError::UnknownKey)?
            .open(&sealed.bytes, place)
    }
}

impl SealingKey {
    fn read(text: &SecretText) -> anyhow::Result<Self> {
        let bytes = STANDARD
            .decode(text.expose().trim())
            .ok()
            .context("is not base64: `openssl rand -base64 32` prints a valid key")?;
        ensure!(
            bytes.len() == 32,
            "must be 32 bytes in base64, not {}",
            bytes.len()
        );
        let hash = Sha256::new()
            .chain_update(b"integrations-proxy key id\0")
            .chain_update(&bytes)
            .finalize();
        Ok(Self {
            id: KeyId(hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()),
            cipher: XChaCha20Poly1305::new_from_slice(&bytes)?,
        })
    }

    fn seal(&self, secret: &[u8], place: &Place<'_>) -> anyhow::Result<Sealed> {
        let nonce = XNonce::try_generate().context("the system's random generator failed")?;
        let aad = place.bytes(&self.id);
        let payload = Payload {
            msg: secret,
            aad: &aad,
        };
        let ciphertext = self
            .cipher
            .encrypt(&nonce, payload)
            .ok()
            .context("encryption failed")?;
        Ok(Sealed {
            key_id: self.id.clone(),
            bytes: [nonce.as_slice(), &ciphertext].concat(),
        })
    }

    fn open(&self, bytes: &[u8], place: &Place<'_>) -> Result<Vec<u8>, OpenError> {
        let (nonce, ciphertext) = bytes
            .split_first_chunk::<NONCE>()
            .ok_or(OpenError::Altered)?;
        let aad = place.bytes(&self.id);
        let payload = Payload {
            msg: ciphertext,
            aad: &aad,
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| OpenError::Altered)
    }
}

impl Place<'_> {
    /// Each part ends with a zero byte, which no part can contain.
    fn bytes(&self, key: &KeyId) -> Vec<u8> {
        let parts: &[&str] = match self {
            Self::ApiKey(site, account) => &["api key", site.as_str(), account.as_str(), &key.0],
            Self::Canary => &["canary", &key.0],
        };
        parts
            .iter()
            .flat_map(|part| part.bytes().chain([0]))
            .collect()
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({:?})", self.current.id)
    }
}

#[cfg(test)]
mod tests;
