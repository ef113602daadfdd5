use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::with;

/// Cases of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The common subject of the cases, for readers of the file.
    #[serde(rename = "kind")]
    _kind: String,
    cases: Vec<Case>,
}

/// The submissions and the expected result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    /// Placeholders that stand for this many letters `x`.
    #[serde(default, rename = "repeat")]
    _repeat: BTreeMap<String, usize>,
    pub steps: Vec<Step>,
    pub holds: Holds,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Named(Named),
    HandedOver(BTreeMap<String, Value>),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Synchronisation,
    Sent,
    Contact(Value),
    Broken(Value),
    Until(Value),
}

/// One step of a case.
#[derive(Deserialize)]
#[serde(try_from = "Written")]
pub enum Step {
    Order(HandedOver),
    Cart(HandedOver),
    /// The end of a synchronisation.
    Synchronisation,
    /// Waits until nothing waits any more.
    Sent,
    /// A contact that exists in ActiveCampaign before.
    Contact(Value),
    /// A record for which every write fails.
    Broken(Value),
    /// Waits until the counters have these values.
    Until(Value),
}

/// One order or cart, and the expected response.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    /// The item, based on a default one.
    #[serde(skip)]
    item: Value,
    /// Replacements in its text, for what a JSON value cannot express.
    #[serde(default)]
    replace: BTreeMap<String, String>,
    /// A part of the response; by default the item is accepted when no rejection is expected.
    pub answer: Option<Value>,
    /// All fields and codes.
    pub adjusted: Option<Vec<String>>,
    #[serde(default)]
    pub rejected: Vec<String>,
}

/// The expected result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// Every order and cart in ActiveCampaign.
    pub orders: Vec<Value>,
    /// Some of the contacts.
    #[serde(default)]
    pub contacts: Vec<Value>,
    /// The addresses of all contacts.
    pub people: Option<Vec<String>>,
    /// When every order was placed.
    pub moment: Option<String>,
    /// Some of the account's counters.
    #[serde(default = "nothing")]
    pub counters: Value,
    /// Every failed item.
    #[serde(default)]
    pub failed: Vec<Value>,
    /// Every warning and error in the log.
    pub log: Option<Vec<Value>>,
}

fn nothing() -> Value {
    json!({})
}

/// The cases of `tests/cases/{name}.json`.
pub fn read(name: &str) -> Vec<Case> {
    let path = format!("{}/tests/cases/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(Path::new(&path)).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    for case in file["cases"].as_array_mut().unwrap() {
        let repeat = case["repeat"].as_object().cloned().unwrap_or_default();
        for (mark, times) in repeat {
            let letters = "x".repeat(times.as_u64().unwrap().try_into().unwrap());
            let steps = case["steps"].to_string().replace(&mark, &letters);
            case["steps"] = serde_json::from_str(&steps).unwrap();
        }
    }
    let file: File = serde_json::from_value(file).unwrap_or_else(|error| panic!("{name}: {error}"));
    file.cases
}

impl TryFrom<Written> for Step {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let mut fields = match written {
            Written::Named(Named::Synchronisation) => return Ok(Self::Synchronisation),
            Written::Named(Named::Sent) => return Ok(Self::Sent),
            Written::Named(Named::Contact(contact)) => return Ok(Self::Contact(contact)),
            Written::Named(Named::Broken(how)) => return Ok(Self::Broken(how)),
            Written::Named(Named::Until(counters)) => return Ok(Self::Until(counters)),
            Written::HandedOver(fields) => fields,
        };
        let (order, cart) = (fields.remove("order"), fields.remove("cart"));
        let rest = serde_json::to_value(fields).map_err(|error| error.to_string())?;
        let mut step: HandedOver =
            serde_json::from_value(rest).map_err(|error| error.to_string())?;
        match (order, cart) {
            (Some(own), None) => {
                step.item = with(usual_order(), own);
                Ok(Self::Order(step))
            }
            (None, Some(own)) => {
                step.item = with(usual_cart(), own);
                Ok(Self::Cart(step))
            }
            _ => Err("neither an order nor a cart".to_owned()),
        }
    }
}

impl HandedOver {
    /// The submitted text of the item.
    pub fn text(&self) -> String {
        let mut text = self.item.to_string();
        for (from, to) in &self.replace {
            assert!(text.contains(from), "{from} is not in {text}");
            text = text.replace(from, to);
        }
        text
    }
}

fn usual_order() -> Value {
    json!({
        "id": "1", "number": "1", "placed_at": "2026-03-10T10:00:00+01:00",
        "updated_at": "2026-03-10T10:00:00+01:00", "url": "https://negozio.example/ordini/1",
        "currency": "EUR", "total": "45.50",
        "billing": { "first_name": "Lucia", "last_name": "Bianchi", "email": "lucia@bianchi.example" },
        "lines": [{ "product_id": "s1", "name": "Stivale", "quantity": 1, "unit_price": "45.50" }],
    })
}

fn usual_cart() -> Value {
    json!({
        "id": "k1", "abandoned_at": "2026-03-10T09:00:00+01:00",
        "updated_at": "2026-03-10T09:00:00+01:00",
        "recovery_url": "https://negozio.example/carrello/k1", "currency": "EUR", "total": "45.50",
        "customer": {
            "id": "u1", "registered": true, "first_name": "Lucia", "last_name": "Bianchi",
            "email": "lucia@bianchi.example",
        },
        "lines": [{ "product_id": "s1", "name": "Stivale", "quantity": 1, "unit_price": "45.50" }],
    })
}
