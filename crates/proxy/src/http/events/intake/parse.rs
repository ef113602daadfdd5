use std::collections::HashMap;

use contract::event::{
    AdjustedItem, Adjustment, AdjustmentCode, Intake, ItemCode, ItemError, MAX_ADJUSTED, Reader,
    RejectedItem, Rejection, store as store_form,
};
use serde::Serialize;

use super::Kind;
use crate::{
    error::Error,
    http::events::{
        batch::{Listed, items},
        body::Text,
        rejections,
    },
    store::{NewItem, NewRejection},
};

/// The result of validating an item.
pub enum Checked {
    /// An item to send, and its adjustments.
    Item(Box<NewItem>, Vec<Adjustment>),
    /// An item that is never sent.
    Excluded,
}

/// The stored form of an item.
pub fn payload<T: Serialize>(item: &T) -> Result<String, Rejection> {
    // Serializing a validated item cannot fail.
    store_form(item).map_err(|_| Rejection {
        id: None,
        number: None,
        email: None,
        errors: vec![ItemError {
            pointer: String::new(),
            code: ItemCode::WrongType,
        }],
    })
}

/// A parsed batch.
#[derive(Default)]
pub struct Batch {
    pub items: Vec<NewItem>,
    /// The rejected items to store.
    pub rejections: Vec<NewRejection>,
    /// The response.
    pub intake: Intake,
    /// Number of adjustments by code.
    pub adjusted: HashMap<AdjustmentCode, u64>,
    /// The index of the last item that is not withdrawn, and its adjustments.
    pub last: Option<(usize, Vec<Adjustment>)>,
}

impl Batch {
    pub fn read(text: &Text, kind: Kind, reader: &Reader) -> Result<Self, Error> {
        let mut batch = Self::default();
        let Listed { items, reshaped } = items(text.as_str(), kind.list)?;
        if reshaped {
            batch.adjust(0, format!("/{}", kind.list), AdjustmentCode::Shape);
        }
        for (index, raw) in items.into_iter().enumerate() {
            let place = format!("/{}/{index}", kind.list);
            match (kind.read)(reader, raw.get()) {
                Ok(Checked::Item(item, adjustments)) => {
                    if text.is_repaired(raw.get()) {
                        batch.adjust(index, place.clone(), AdjustmentCode::Encoding);
                    }
                    for Adjustment { pointer, code } in &adjustments {
                        batch.adjust(index, format!("{place}{pointer}"), *code);
                    }
                    if !item.withdrawn {
                        batch.last = Some((batch.items.len(), adjustments));
                    }
                    batch.items.push(*item);
                }
                Ok(Checked::Excluded) => batch.intake.ignored += 1,
                Err(rejection) => {
                    let kept = rejections::describe(raw.get(), &rejection);
                    batch.rejections.push(kept);
                    batch.reject(index, &place, rejection.errors);
                }
            }
        }
        Ok(batch)
    }

    fn adjust(&mut self, index: usize, pointer: String, code: AdjustmentCode) {
        *self.adjusted.entry(code).or_default() += 1;
        if self.intake.adjusted.len() < MAX_ADJUSTED {
            self.intake.adjusted.push(AdjustedItem {
                index,
                pointer,
                code,
            });
        }
    }

    fn reject(&mut self, index: usize, place: &str, mut errors: Vec<ItemError>) {
        for error in &mut errors {
            error.pointer.insert_str(0, place);
        }
        self.intake.rejected.push(RejectedItem { index, errors });
    }
}
