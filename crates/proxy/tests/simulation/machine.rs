//! The clock and the entropy of the simulated machine, in place of the system's, as in madsim: the
//! test program defines `clock_gettime` and `getrandom` itself. On a simulation's thread the
//! standard library, jiff, uuid and other crates read simulated values; other threads get the
//! system's.

#![allow(
    unsafe_code,
    reason = "the only way under the standard library's clock and hash seeds"
)]

use std::{cell::Cell, ffi::c_void, time::Duration};

use libc::{CLOCK_REALTIME, c_int, c_long, c_uint, clockid_t, size_t, ssize_t, timespec};

/// 2026-05-04T12:00:00Z, in seconds since 1970.
pub const BEGINNING: u64 = 1_777_896_000;
/// The monotonic clock does not start at zero, because code may subtract from it.
const BOOTED: Duration = Duration::from_secs(1_000_000);

#[derive(Clone, Copy)]
struct Machine {
    since_beginning: Duration,
    /// The offset of the wall clock, in milliseconds.
    off: i64,
    entropy: u64,
}

thread_local! {
    static MACHINE: Cell<Option<Machine>> = const { Cell::new(None) };
}

/// From now on this thread has its own clock and entropy.
pub fn simulate(seed: u64) {
    MACHINE.set(Some(Machine {
        since_beginning: Duration::ZERO,
        off: 0,
        entropy: seed,
    }));
    fastrand::seed(seed);
}

/// Sets the clock and the offset of the wall clock, in milliseconds.
pub fn set_clock(since_beginning: Duration, off: i64) {
    if let Some(machine) = MACHINE.get() {
        MACHINE.set(Some(Machine {
            since_beginning,
            off,
            ..machine
        }));
    }
}

fn read_clock(clock: clockid_t) -> Option<Duration> {
    let machine = MACHINE.try_with(Cell::get).ok()??;
    if clock != CLOCK_REALTIME {
        return Some(BOOTED + machine.since_beginning);
    }
    let exact = Duration::from_secs(BEGINNING) + machine.since_beginning;
    let off = Duration::from_millis(machine.off.unsigned_abs());
    Some(match machine.off < 0 {
        true => exact.saturating_sub(off),
        false => exact + off,
    })
}

/// SplitMix64.
fn draw() -> Option<u64> {
    let mut machine = MACHINE.try_with(Cell::get).ok()??;
    machine.entropy = machine.entropy.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = machine.entropy;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    MACHINE.set(Some(machine));
    Some(mixed ^ (mixed >> 31))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn clock_gettime(clock: clockid_t, time: *mut timespec) -> c_int {
    let Some(simulated) = read_clock(clock) else {
        // SAFETY: passes the caller's arguments to the system's function.
        return unsafe { libc::syscall(libc::SYS_clock_gettime, clock, time) as c_int };
    };
    let simulated = timespec {
        tv_sec: simulated.as_secs() as libc::time_t,
        tv_nsec: simulated.subsec_nanos() as c_long,
    };
    // SAFETY: as for the system's function, the caller passes a valid pointer to a time.
    unsafe { time.write(simulated) };
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(buffer: *mut c_void, length: size_t, flags: c_uint) -> ssize_t {
    for at in 0..length {
        let Some(drawn) = draw() else {
            // SAFETY: passes the caller's arguments to the system's function.
            return unsafe { libc::syscall(libc::SYS_getrandom, buffer, length, flags) as ssize_t };
        };
        // SAFETY: as for the system's function, the caller passes a buffer of `length` bytes.
        unsafe { buffer.cast::<u8>().add(at).write(drawn as u8) };
    }
    length as ssize_t
}
