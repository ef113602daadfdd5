use std::{collections::HashMap, fmt};

use contract::{AccountId, ConnectionTest};
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared, WeakShared},
};
use parking_lot::Mutex;

/// An account and the version of its credentials.
type Key = (AccountId, i64);
type Test = BoxFuture<'static, Result<ConnectionTest, NoTest>>;

/// Why a test has no result to store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTest {
    /// The stored key cannot be decrypted: an internal error, which is logged.
    Key,
    /// The proxy is stopping and aborted the call to ActiveCampaign.
    Stopping,
}

/// The running connection tests; concurrent requests with the same key share one test.
///
/// Only the waiting requests own a test: when the last of them is dropped, the test is cancelled.
#[derive(Default)]
pub struct SingleFlight(Mutex<HashMap<Key, WeakShared<Test>>>);

impl SingleFlight {
    /// The running test with these credentials.
    pub(super) fn running(&self, key: &Key) -> Option<Shared<Test>> {
        self.0.lock().get(key).and_then(WeakShared::upgrade)
    }

    /// Starts `test`, unless another one with the same key has just started.
    pub(super) fn run(&self, key: Key, test: Test) -> Shared<Test> {
        let mut running = self.0.lock();
        running.retain(|_, test| test.upgrade().is_some_and(|test| test.peek().is_none()));
        if let Some(other) = running.get(&key).and_then(WeakShared::upgrade) {
            return other;
        }
        let test = test.shared();
        running.extend(test.downgrade().map(|weak| (key, weak)));
        test
    }
}

impl fmt::Debug for SingleFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SingleFlight({} running)", self.0.lock().len())
    }
}
