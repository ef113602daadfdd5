//! Tables with indexes, so that an account with 100,000 orders responds as fast as an empty one.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, HashMap, btree_set},
    fmt,
    hash::Hash,
    iter::{self, Chain, Copied, Flatten, Once},
    mem, option,
};

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The id of a record. ActiveCampaign: ids are strings in responses, and strings or numbers in
/// requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl Id {
    /// Parses an id from a path or a filter.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Parses an id from a request body.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::parse(text),
            Value::Number(number) => number.as_u64().map(Self),
            _ => None,
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Generates unique ids from 1 upwards.
#[derive(Default)]
pub struct Ids(u64);

impl Ids {
    /// The next id.
    pub fn next(&mut self) -> Id {
        self.0 += 1;
        Id(self.0)
    }
}

/// Rows in insertion order.
pub struct Table<T> {
    ids: Ids,
    /// Boxed, because a B-tree with appended rows leaves half of each node unused.
    rows: BTreeMap<Id, Box<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            ids: Ids::default(),
            rows: BTreeMap::new(),
        }
    }
}

impl<T> Table<T> {
    /// Inserts a row under a new id and returns both.
    pub fn insert(&mut self, row: T) -> (Id, &T) {
        let id = self.ids.next();
        (id, self.rows.entry(id).or_insert(Box::new(row)))
    }

    pub fn get(&self, id: Id) -> Option<&T> {
        self.rows.get(&id).map(Box::as_ref)
    }

    pub fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        self.rows.get_mut(&id).map(Box::as_mut)
    }

    pub fn remove(&mut self, id: Id) -> Option<T> {
        self.rows.remove(&id).map(|row| *row)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.rows.iter().map(|(id, row)| (*id, row.as_ref()))
    }
}

/// The ids that an index lookup returns.
pub type Found<'a> = Flatten<option::IntoIter<Chain<Once<Id>, Copied<btree_set::Iter<'a, Id>>>>>;

/// Ids of the rows that share a key.
pub struct Index<K>(HashMap<K, Shared>);

/// The ids of one key. Most keys have a single id, which needs no tree.
struct Shared {
    least: Id,
    others: BTreeSet<Id>,
}

impl Shared {
    fn iter(&self) -> Chain<Once<Id>, Copied<btree_set::Iter<'_, Id>>> {
        iter::once(self.least).chain(self.others.iter().copied())
    }
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Eq> Index<K> {
    pub fn insert(&mut self, key: K, id: Id) {
        let shared = self.0.entry(key).or_insert_with(|| Shared {
            least: id,
            others: BTreeSet::new(),
        });
        if id < shared.least {
            shared.others.insert(mem::replace(&mut shared.least, id));
        } else if id > shared.least {
            shared.others.insert(id);
        }
    }

    /// Removes `id` from `key`, and the key with its last id, so that an index is never larger than
    /// its table.
    pub fn remove<Q>(&mut self, key: &Q, id: Id)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let Some(shared) = self.0.get_mut(key) else {
            return;
        };
        if id != shared.least {
            shared.others.remove(&id);
        } else if let Some(next) = shared.others.pop_first() {
            shared.least = next;
        } else {
            self.0.remove(key);
        }
    }

    /// Oldest first.
    pub fn get<Q>(&self, key: &Q) -> Found<'_>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.get(key).map(Shared::iter).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, Index};

    #[test]
    fn an_index_keeps_its_ids_in_order_and_forgets_empty_keys() {
        let mut index = Index::<String>::default();
        let found = |index: &Index<String>| index.get("key").collect::<Vec<_>>();
        for id in [2, 3, 1, 2] {
            index.insert("key".to_owned(), Id(id));
        }
        assert_eq!(found(&index), [Id(1), Id(2), Id(3)]);
        index.remove("key", Id(1));
        index.remove("key", Id(3));
        assert_eq!(found(&index), [Id(2)]);
        index.remove("key", Id(2));
        assert!(index.0.is_empty());
    }
}
