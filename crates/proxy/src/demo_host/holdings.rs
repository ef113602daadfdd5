//! What the sandbox holds of an account, as far as the page shows it: the newest rows, by name
//! instead of by id.

use serde::{Deserialize, Serialize};

/// How many contacts and how many orders the page shows.
const SHOWN: usize = 12;

/// The answer of the sandbox.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Records {
    contacts: Vec<Contact>,
    tags: Vec<Tag>,
    contact_tags: Vec<ContactTag>,
    orders: Vec<Order>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Contact {
    id: String,
    email: String,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
}

#[derive(Deserialize)]
struct Tag {
    id: String,
    tag: String,
}

#[derive(Deserialize)]
struct ContactTag {
    contact: String,
    tag: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_number: Option<String>,
    externalcheckoutid: Option<String>,
    email: String,
    currency: String,
    /// In cents.
    total_price: u64,
    /// 1: completed, 2: abandoned, 3: recovered.
    state: u8,
    /// `"0"`: history, `"1"`: live.
    source: String,
}

/// What the page shows.
#[derive(Serialize)]
pub(super) struct Holdings {
    contact_count: usize,
    contacts: Vec<ShownContact>,
    order_count: usize,
    orders: Vec<ShownOrder>,
}

#[derive(Serialize)]
struct ShownContact {
    name: String,
    email: String,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct ShownOrder {
    number: String,
    email: String,
    currency: String,
    cents: u64,
    state: u8,
    is_history: bool,
}

impl Records {
    /// The newest first.
    pub(super) fn show(&self) -> Holdings {
        Holdings {
            contact_count: self.contacts.len(),
            contacts: newest(&self.contacts, |it| self.contact(it)),
            order_count: self.orders.len(),
            orders: newest(&self.orders, Order::show),
        }
    }

    fn contact(&self, contact: &Contact) -> ShownContact {
        let names = [&contact.first_name, &contact.last_name];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        let of_contact = self
            .contact_tags
            .iter()
            .filter(|it| it.contact == contact.id);
        let tags = of_contact.filter_map(|it| self.tags.iter().find(|tag| tag.id == it.tag));
        ShownContact {
            name: names.join(" ").trim().to_owned(),
            email: contact.email.clone(),
            tags: tags.map(|tag| tag.tag.clone()).collect(),
        }
    }
}

impl Order {
    fn show(&self) -> ShownOrder {
        let number = self.order_number.as_ref().filter(|it| !it.is_empty());
        ShownOrder {
            number: number
                .or(self.externalcheckoutid.as_ref())
                .cloned()
                .unwrap_or_default(),
            email: self.email.clone(),
            currency: self.currency.clone(),
            cents: self.total_price,
            state: self.state,
            is_history: self.source == "0",
        }
    }
}

fn newest<T, S>(rows: &[T], show: impl Fn(&T) -> S) -> Vec<S> {
    rows.iter().rev().take(SHOWN).map(show).collect()
}
