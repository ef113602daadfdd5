use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// The version of the stored form that this release writes.
const VERSION: u8 = 1;

/// The stored form of an order or a cart until it is sent: `{"v":1,"item":{…}}`. The item was
/// validated on submission and is not validated again, neither against the clock nor against the
/// rules of a newer release.
#[derive(Serialize)]
struct Written<'a, T> {
    v: u8,
    item: &'a T,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    v: Option<u8>,
    #[serde(borrow)]
    item: Option<&'a RawValue>,
}

/// The result of reading a stored text.
#[derive(Debug, PartialEq, Eq)]
pub enum Stored<T> {
    /// The validated form.
    Checked(T),
    /// The form of older releases: the item as submitted.
    AsHandedOver,
}

/// Serializes the validated form of an order or a cart for storage.
///
/// # Errors
/// When the item cannot be serialized; no item causes this.
pub fn store<T: Serialize>(item: &T) -> serde_json::Result<String> {
    let mut text = serde_json::to_string(&Written { v: VERSION, item })?;
    // It grew by doubling; a batch of 16 MiB waits in this form until it is on disk.
    text.shrink_to_fit();
    Ok(text)
}

/// Reads what [`store`] wrote, or reports the older form.
///
/// # Errors
/// When the text has neither form, or was written by a newer release.
pub fn read_stored<T: DeserializeOwned>(text: &str) -> serde_json::Result<Stored<T>> {
    use serde::de::Error;
    match serde_json::from_str(text)? {
        Envelope {
            v: Some(VERSION),
            item: Some(item),
        } => serde_json::from_str(item.get()).map(Stored::Checked),
        Envelope { v: None, .. } => Ok(Stored::AsHandedOver),
        _ => Err(serde_json::Error::custom("a version that is not known")),
    }
}
