use std::collections::HashMap;

use contract::transfer::TransferKind;

use super::{Known, Moves, NewItem, Taken, state_of, target};

/// The changes of a batch, decided before anything is written.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub fresh: Vec<&'a NewItem>,
    pub newer: Vec<(Known, &'a NewItem)>,
    /// Old orders that are known already.
    pub known_old: Vec<&'a NewItem>,
    /// Old orders that are not wanted any more.
    pub cancelled: Vec<&'a NewItem>,
    pub taken: Taken,
    pub moves: Moves,
}

/// Result of comparing an item with the stored one.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// New, or a newer version.
    Accepted,
    /// Stored already in this version or a newer one.
    Duplicate,
    /// A cart that became an order.
    Ordered,
    /// An old order that is not wanted any more.
    Cancelled,
}

impl<'a> Plan<'a> {
    pub fn make(
        items: &'a [NewItem],
        known: Vec<Known>,
        kind: TransferKind,
        is_cancelled: bool,
    ) -> Self {
        let mut plan = Self::default();
        let mut known: HashMap<String, Known> = known
            .into_iter()
            .map(|row| (row.external_id.clone(), row))
            .collect();
        let newest = newest(items);
        for item in items {
            let is_newest = newest
                .get(item.external_id.as_str())
                .is_some_and(|newest| std::ptr::eq(*newest, item));
            match verdict(item, known.get(&item.external_id), is_cancelled) {
                Verdict::Ordered => plan.taken.ignored += 1,
                Verdict::Cancelled => {
                    plan.taken.ignored += 1;
                    plan.cancelled.push(item);
                }
                Verdict::Duplicate => {
                    plan.taken.duplicates += 1;
                    plan.known_old.extend(item.history.then_some(item));
                }
                Verdict::Accepted if !is_newest => plan.taken.duplicates += 1,
                Verdict::Accepted => plan.accept(item, known.remove(&item.external_id), kind),
            }
        }
        plan
    }

    fn accept(&mut self, item: &'a NewItem, known: Option<Known>, kind: TransferKind) {
        self.taken.accepted += 1;
        let target = target(kind, item, known.as_ref());
        match known {
            Some(row) => {
                self.moves.count(state_of(&row.state), target);
                self.newer.push((row, item));
            }
            None => {
                self.moves.count(None, target);
                self.fresh.push(item);
            }
        }
    }

    /// The accepted items. The flag tells whether the cart is newly assigned to the order.
    pub fn accepted(&self) -> impl Iterator<Item = (&'a NewItem, bool)> {
        let newer = self
            .newer
            .iter()
            .map(|(known, item)| (*item, known.cart != item.cart));
        self.fresh.iter().map(|item| (*item, true)).chain(newer)
    }
}

/// The newest version of each item in a batch; of two with the same time, the later in the list.
fn newest(items: &[NewItem]) -> HashMap<&str, &NewItem> {
    let mut newest: HashMap<&str, &NewItem> = HashMap::with_capacity(items.len());
    for item in items {
        let place = newest.entry(&item.external_id).or_insert(item);
        if item.version >= place.version {
            *place = item;
        }
    }
    newest
}

fn verdict(item: &NewItem, known: Option<&Known>, is_cancelled: bool) -> Verdict {
    let Some(known) = known else {
        return match item.history && is_cancelled {
            true => Verdict::Cancelled,
            false => Verdict::Accepted,
        };
    };
    if known.became_order() {
        // A cart abandoned again after its order is a new cart. A row without `ordered_at` does not
        // tell when the order was placed.
        return match known.ordered_at.is_some_and(|at| item.happened_at > at) {
            true => Verdict::Accepted,
            false => Verdict::Ordered,
        };
    }
    // Rows without a content hash, stored by older releases or cleared since, count as equal.
    let is_same = known.content.as_ref().is_none_or(|it| *it == item.content);
    match item.version.cmp(&known.version) {
        std::cmp::Ordering::Less => Verdict::Duplicate,
        std::cmp::Ordering::Equal if is_same => Verdict::Duplicate,
        _ => Verdict::Accepted,
    }
}

impl Known {
    /// Whether the item is a cart that became an order, and not an emptied cart.
    pub fn became_order(&self) -> bool {
        self.state == "dropped" && self.withdrawn == 0
    }
}
