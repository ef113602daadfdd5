use std::{collections::HashMap, sync::Arc};

use contract::AccountId;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::{cluster::Ownership, wake_up::WakeUp};
use crate::metrics::DeliveryMetrics;

/// The workers that run in this proxy, at most one per account.
#[derive(Debug)]
pub(super) struct Registry {
    running: Mutex<HashMap<AccountId, Running>>,
    /// Cancelled when no further worker or call may start.
    pub stopping: CancellationToken,
    metrics: DeliveryMetrics,
}

#[derive(Debug)]
struct Running {
    wake_up: Arc<WakeUp>,
    ownership: Ownership,
}

impl Registry {
    pub fn new(metrics: DeliveryMetrics) -> Self {
        Self {
            running: Mutex::default(),
            stopping: CancellationToken::new(),
            metrics,
        }
    }

    /// Whether a worker of this account runs in this proxy.
    pub fn contains(&self, account: &AccountId) -> bool {
        self.running.lock().contains_key(account)
    }

    /// Wakes the running worker. Returns `false` when none runs, or when its lease was lost.
    pub fn wake(&self, account: &AccountId) -> bool {
        let running = self.running.lock();
        let worker = running.get(account).filter(|it| !it.ownership.is_lost());
        worker.is_some_and(|it| {
            it.wake_up.set();
            true
        })
    }

    /// Prevents further calls of the running worker with the settings that it read.
    pub fn restart(&self, account: &AccountId) {
        if let Some(worker) = self.running.lock().get(account) {
            worker.wake_up.restart();
        }
    }

    /// Wakes the worker that runs under the same ownership; otherwise registers a new worker, which
    /// the caller starts. A worker whose lease was lost is about to end, and the new one takes its
    /// place.
    pub fn enter(&self, account: &AccountId, ownership: &Ownership) -> Option<Arc<WakeUp>> {
        let mut running = self.running.lock();
        if self.stopping.is_cancelled() {
            return None;
        }
        if let Some(worker) = running.get(account)
            && worker.ownership.is(ownership)
        {
            worker.wake_up.set();
            return None;
        }
        let wake_up = Arc::<WakeUp>::default();
        let worker = Running {
            wake_up: Arc::clone(&wake_up),
            ownership: ownership.clone(),
        };
        running.insert(account.clone(), worker);
        self.metrics.workers(running.len());
        Some(wake_up)
    }

    /// Removes a worker that has nothing to do. Returns `false` when the worker was woken
    /// meanwhile.
    pub fn leave(&self, account: &AccountId, wake_up: &Arc<WakeUp>) -> bool {
        let mut running = self.running.lock();
        if wake_up.take() && !self.stopping.is_cancelled() {
            return false;
        }
        self.remove_from(&mut running, account, wake_up);
        true
    }

    /// Removes a worker whose queue this proxy no longer holds.
    pub fn remove(&self, account: &AccountId, wake_up: &Arc<WakeUp>) {
        self.remove_from(&mut self.running.lock(), account, wake_up);
    }

    /// Removes this worker only: another worker of the account may already run under another lease.
    fn remove_from(
        &self,
        running: &mut HashMap<AccountId, Running>,
        account: &AccountId,
        wake_up: &Arc<WakeUp>,
    ) {
        if running
            .get(account)
            .is_some_and(|it| Arc::ptr_eq(&it.wake_up, wake_up))
        {
            running.remove(account);
            self.metrics.workers(running.len());
        }
    }
}
