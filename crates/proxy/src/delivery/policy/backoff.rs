use std::time::Duration;

use crate::limits::Patience;

/// The wait after `failures` consecutive failures (from 0 on): exponential backoff, limited to
/// `patience.longest`. Random jitter shortens it by up to a half, so that items that failed
/// together do not retry together.
pub fn delay(patience: &Patience, failures: u32) -> Duration {
    let doubled = patience
        .first
        .saturating_mul(2_u32.saturating_pow(failures.min(20)));
    doubled
        .min(patience.longest)
        .mul_f64(0.5 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_with_random_jitter() {
        let patience = Patience::default();
        for (failures, longest) in [(0, 500), (1, 1000), (4, 8000), (30, 300_000)] {
            let waits: Vec<u128> = (0..50)
                .map(|_| delay(&patience, failures).as_millis())
                .collect();
            assert!(
                waits
                    .iter()
                    .all(|wait| (longest / 2..=longest).contains(wait)),
                "{waits:?}"
            );
            assert!(waits.iter().any(|wait| *wait != waits[0]));
        }
    }
}
