use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::with;

/// Cases of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What they have in common, for who reads the file.
    #[serde(rename = "kind")]
    _kind: String,
    cases: Vec<Case>,
}

/// What is handed over, and what must hold in the end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    /// Texts that stand for so many letters `x`.
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

/// One thing that happens.
#[derive(Deserialize)]
#[serde(try_from = "Written")]
pub enum Step {
    Order(HandedOver),
    Cart(HandedOver),
    /// A synchronisation ends.
    Synchronisation,
    /// Wait until nothing waits any more.
    Sent,
    /// What is in ActiveCampaign already.
    Contact(Value),
    /// A record that every write of fails.
    Broken(Value),
    /// Wait until the counters are these.
    Until(Value),
}

/// One order or cart, and what is answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    /// The item, made of the usual one.
    #[serde(skip)]
    item: Value,
    /// Replaced in its text: what a JSON value cannot hold.
    #[serde(default)]
    replace: BTreeMap<String, String>,
    /// Part of the answer; by default it is taken when nothing is rejected.
    pub answer: Option<Value>,
    /// Fields and codes, all of them.
    pub adjusted: Option<Vec<String>>,
    #[serde(default)]
    pub rejected: Vec<String>,
}

/// What must hold.
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
    /// Every item that was set aside.
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
    /// The item as it is handed over.
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
