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

/// Why there is no result to remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTest {
    /// The stored key does not open: a fault of ours, said in the log.
    Key,
    /// The proxy stops, and ActiveCampaign was not called to the end.
    Stopping,
}

/// Tests that are running, so that two presses of the button share one.
///
/// Nobody holds a test but those who wait for it: when the last of them goes, it stops.
#[derive(Default)]
pub struct SingleFlight(Mutex<HashMap<Key, WeakShared<Test>>>);

impl SingleFlight {
    /// The test that is running for these credentials.
    pub(super) fn running(&self, key: &Key) -> Option<Shared<Test>> {
        self.0.lock().get(key).and_then(WeakShared::upgrade)
    }

    /// Runs `test`, unless another began in this instant.
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
