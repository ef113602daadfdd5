use std::time::Duration;

use fastrand::Rng;
use serde_json::json;

use super::{STUCK, World};
use crate::{
    faults::ProxyFaults,
    passweb::{self, Sender},
    state::{self, with},
};

impl World {
    /// Ends all faults; everything that waits must be sent.
    pub(super) fn heal(&mut self, rng: &mut Rng) {
        state::trace(|| "all faults end".to_owned());
        with(|state| {
            state.is_fault_free = true;
            state.call_faults_until = state.now;
            state.database_off = rng.i64(-5000..5000);
            for faults in &mut state.proxy_faults {
                *faults = ProxyFaults {
                    clock: rng.i64(-5000..5000),
                    ..Default::default()
                };
            }
        });
        for host in &mut self.hosts {
            host.frozen_until = host.frozen_until.min(self.now);
            host.down_until = host.down_until.min(self.now);
        }
        let end = self.now + STUCK;
        self.until(end, |world| world.senders.iter().all(Sender::is_done));
        self.senders = (0..self.shape.sites)
            .map(passweb::last_synchronisation)
            .collect();
        self.until(end, |world| world.senders.iter().all(Sender::is_done));
        self.deliver_everything(end);
    }

    /// Waits until nothing waits, and retries what failed, until nothing fails.
    fn deliver_everything(&mut self, end: Duration) {
        loop {
            self.until(end, |world| world.database.waiting() == 0);
            let failed = self.database.failed_ids();
            if failed.is_empty() {
                return;
            }
            // A failed item has lost its position among the customer's orders.
            for order in self.expected.iter_mut().flat_map(|site| &mut site.orders) {
                if failed.contains(order.0) {
                    order.1.place = None;
                }
            }
            for site in 0..self.shape.sites {
                let path = format!(
                    "/api/v1/accounts/{}/transfers/retry",
                    self.ids_of_accounts[site]
                );
                self.ask("POST", &path, site, &json!({}), 200);
            }
        }
    }

    fn until(&mut self, end: Duration, is_so: impl Fn(&mut Self) -> bool) {
        while !is_so(self) {
            assert!(
                self.now < end,
                "stuck: {} wait, senders {:?}, {}",
                self.database.waiting(),
                self.senders.iter().map(Sender::is_done).collect::<Vec<_>>(),
                self.database.describe(),
            );
            for _ in 0..20 {
                self.step();
            }
        }
    }
}
