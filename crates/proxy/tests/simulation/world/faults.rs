use std::time::Duration;

use fastrand::Rng;

use super::World;
use crate::{
    faults::{CallFaults, Fault},
    state::{self, with},
};

impl World {
    /// Applies the faults.
    pub(super) fn inject_faults(&mut self, rng: &mut Rng) {
        let end = self.now + self.shape.fault_phase;
        with(|state| {
            state.call_faults = CallFaults(state.rng.u32(..200));
            state.call_faults_until = end;
            state.is_fault_free = false;
        });
        let mut next = self.now;
        while self.now < end {
            if next <= self.now {
                let fault = Fault::draw(rng, self.shape.proxies);
                self.inject(&fault);
                next = self.now + Duration::from_millis(rng.u64(100..6000));
            }
            self.step();
        }
    }

    fn inject(&mut self, fault: &Fault) {
        state::trace(|| format!("{fault:?}"));
        self.faults += 1;
        let now = self.now;
        let hosts = &mut self.hosts;
        with(|state| match *fault {
            Fault::Stall(at, time) => state.proxy_faults[at].stalled_until = now + time,
            Fault::Refuse(at, time) => state.proxy_faults[at].refused_until = now + time,
            Fault::Lossy(at, time) => state.proxy_faults[at].lossy_until = now + time,
            Fault::Full(time) => {
                for faults in &mut state.proxy_faults {
                    faults.full_until = now + time;
                }
            }
            Fault::CutOff(at, time) => state.proxy_faults[at].cut_off_until = now + time,
            Fault::Clock(at, off) => state.proxy_faults[at].clock = off,
            Fault::DatabaseClock(off) => state.database_off = off,
            Fault::Calls(share, time) => {
                state.call_faults = CallFaults(share);
                state.call_faults_until = now + time;
            }
            Fault::Crash(..) | Fault::Stop(..) | Fault::Freeze(..) => {}
        });
        match *fault {
            Fault::Crash(at, time) => hosts[at].crash(now + time),
            Fault::Stop(at, time) => hosts[at].stop(now + time),
            Fault::Freeze(at, time) => hosts[at].frozen_until = now + time,
            _ => {}
        }
    }
}
