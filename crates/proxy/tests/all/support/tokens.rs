use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};

/// The value for `SESSION_SECRET`.
pub const SECRET: &str = "a secret of at least 32 bytes, shared with Passweb";

/// Valid claims of a merchant of `site`.
pub fn claims(site: &str) -> Value {
    let now = get_current_timestamp();
    json!({
        "iss": "passweb", "aud": "panel", "sub": "mario", "site": site,
        "site_name": "Negozio", "site_url": "https://negozio.example",
        "modules": ["activecampaign"], "lang": "it",
        "iat": now, "nbf": now, "exp": now + 600, "jti": "1",
    })
}

pub fn sign(claims: &Value, secret: &str) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}

/// A valid token of a merchant of `site`.
pub fn token(site: &str) -> String {
    sign(&claims(site), SECRET)
}
