//! The products and discounts of an order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    envelope::Refusal,
    fields::Fields,
    table::{Id, Ids},
};

/// Optional texts of a product, without further rules.
const TEXTS: [&str; 5] = ["category", "sku", "description", "imageUrl", "productUrl"];

/// A product of an order.
#[derive(Clone)]
pub struct Line {
    pub id: Id,
    externalid: String,
    name: String,
    price: u64,
    pub quantity: u64,
    /// The [`TEXTS`] that are not empty.
    texts: BTreeMap<&'static str, String>,
}

/// A discount on an order.
#[derive(Clone)]
pub struct Discount {
    pub id: Id,
    name: String,
    kind: String,
    amount: u64,
}

impl Line {
    /// ActiveCampaign: name, price in cents, quantity and externalid are required.
    pub fn parse(fields: &Fields, ids: &mut Ids) -> Result<Self, Refusal> {
        let mut texts = BTreeMap::new();
        for name in TEXTS {
            let text = match name {
                "imageUrl" | "productUrl" => fields.url(name)?,
                "description" => fields.any_text(name)?.filter(|text| !text.is_empty()),
                _ => fields.filled(name)?,
            };
            if let Some(text) = text {
                texts.insert(name, text);
            }
        }
        Ok(Self {
            externalid: fields.required("externalid")?,
            name: fields.required("name")?,
            price: fields.required_whole("price")?,
            quantity: fields.required_whole("quantity")?,
            texts,
            id: ids.next(),
        })
    }

    pub fn show(&self, order: Id, connection: Id) -> Value {
        let mut shown = json!({
            "id": self.id,
            "orderid": order,
            "ecomOrder": order,
            "connectionid": connection,
            "externalid": self.externalid,
            "name": self.name,
            "price": self.price.to_string(),
            "quantity": self.quantity.to_string(),
        });
        for name in TEXTS {
            shown[name] = json!(self.texts.get(name).map_or("", String::as_str));
        }
        shown
    }
}

impl Discount {
    /// ActiveCampaign: a discount applies to the order or to its shipping.
    pub fn parse(fields: &Fields, ids: &mut Ids) -> Result<Self, Refusal> {
        let kind = fields.required("type")?;
        if !["order", "shipping"].contains(&kind.as_str()) {
            return Err(Refusal::invalid("type", "order or shipping is expected"));
        }
        Ok(Self {
            name: fields.required("name")?,
            kind,
            amount: fields.required_whole("discountAmount")?,
            id: ids.next(),
        })
    }

    pub fn show(&self, order: Id) -> Value {
        json!({
            "id": self.id,
            "orderid": order,
            "name": self.name,
            "type": self.kind,
            "discountAmount": self.amount.to_string(),
        })
    }
}
