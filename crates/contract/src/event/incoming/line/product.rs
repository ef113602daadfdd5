use crate::event::{
    AdjustmentCode, ExternalId, ItemCode, Text,
    incoming::{
        clean::clean,
        object::{Object, Value},
        place::Place,
        reading::{MAX_CHARS, Reading},
    },
};

/// The product of a line, as submitted.
pub struct Product {
    id: Option<ExternalId>,
    pub sku: Option<Text>,
    pub name: Option<Text>,
}

impl Product {
    pub fn read(line: &Object<'_>, place: &Place<'_>, reading: &mut Reading<'_>) -> Self {
        let field = |name| line.field(place, name);
        Self {
            sku: reading.optional(field("sku"), Reading::text),
            name: reading.optional(field("name"), Reading::text),
            id: product_id(line, place, reading),
        }
    }

    /// Identifier, SKU and name. They replace each other when missing: a line with a partial product
    /// name is better than no line.
    pub fn complete(
        self,
        line: &Place<'_>,
        reading: &mut Reading<'_>,
    ) -> Option<(ExternalId, Option<Text>, Text)> {
        let Self { id, sku, name } = self;
        let name = match name {
            Some(name) => name,
            None => {
                reading.adjust(&Place::Field(line, "name"), AdjustmentCode::Replaced);
                sku.clone().or_else(|| id.as_ref().and_then(as_text))?
            }
        };
        let id = match id {
            Some(id) => id,
            None => {
                reading.adjust(&Place::Field(line, "product_id"), AdjustmentCode::Replaced);
                as_id(sku.as_ref().unwrap_or(&name))?
            }
        };
        Some((id, sku, name))
    }
}

/// The product's identifier. A long one is truncated, because no record is looked up by it.
fn product_id(
    line: &Object<'_>,
    place: &Place<'_>,
    reading: &mut Reading<'_>,
) -> Option<ExternalId> {
    let field = line.field(place, "product_id");
    let place = field.place;
    reading.optional(field, |reading, field| match reading.id(field) {
        Err(ItemCode::TooLong) => {
            let Value::Text(text) = &field.value else {
                return Err(ItemCode::TooLong);
            };
            reading.adjust(&place, AdjustmentCode::Cut);
            ExternalId::parse(&clean(text, MAX_CHARS).text)
        }
        read => read,
    })
}

fn as_text(id: &ExternalId) -> Option<Text> {
    Text::parse_filled(id.as_str()).ok()
}

fn as_id(text: &Text) -> Option<ExternalId> {
    ExternalId::parse(text.as_str()).ok()
}
