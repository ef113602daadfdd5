use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// The version of the stored form that is written.
const VERSION: u8 = 1;

/// An order or a cart as it is stored until it is sent: `{"v":1,"item":{…}}`. It was checked when it was
/// handed over, and is not checked again: neither against the clock nor against a rule of a newer
/// release.
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

/// What a stored text turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Stored<T> {
    /// The checked form.
    Checked(T),
    /// As releases before the checked form stored it: what had been handed over.
    AsHandedOver,
}

/// The checked form of an order or a cart, as it is stored.
///
/// # Errors
/// When the item cannot be written as JSON, which no item does.
pub fn store<T: Serialize>(item: &T) -> serde_json::Result<String> {
    serde_json::to_string(&Written { v: VERSION, item })
}

/// Reads what [`store`] wrote, or tells that it is older.
///
/// # Errors
/// When it is neither, or was written by a newer release.
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
