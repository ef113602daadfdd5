use std::collections::HashMap;

use tokio::time::Instant;

use super::lease::TERM;

/// What the other proxies wrote last, and since when, by this machine's monotonic clock. No clock of
/// the database is compared: one that jumps ahead would end all leases at once.
#[derive(Debug, Default)]
pub struct Heartbeats(HashMap<String, Seen>);

#[derive(Debug)]
struct Seen {
    beat: i64,
    since: Instant,
}

impl Heartbeats {
    /// Takes note of what was read just now. Returns who wrote nothing for the length of a lease, or
    /// was declared dead before.
    pub fn silent(&mut self, read: Vec<(String, i64)>) -> Vec<(String, i64)> {
        let since = Instant::now();
        self.0
            .retain(|id, _| read.iter().any(|(other, _)| other == id));
        let mut silent = Vec::new();
        for (id, beat) in read {
            let seen = self.0.entry(id.clone()).or_insert(Seen { beat, since });
            if seen.beat != beat {
                *seen = Seen { beat, since };
            }
            if beat == 0 || seen.since.elapsed() >= TERM {
                silent.push((id, beat));
            }
        }
        silent
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use super::*;

    fn read(beat: i64) -> Vec<(String, i64)> {
        vec![("other".to_owned(), beat)]
    }

    #[tokio::test(start_paused = true)]
    async fn who_writes_is_alive_whatever_the_clock_of_the_database_says() {
        let mut heartbeats = Heartbeats::default();
        for beat in [1, 99_000_000, 5, 6, 7, 8, 9] {
            assert_eq!(heartbeats.silent(read(beat)), []);
            advance(Duration::from_secs(1)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_wrote_nothing_for_the_length_of_a_lease_is_silent() {
        let mut heartbeats = Heartbeats::default();
        assert_eq!(heartbeats.silent(read(7)), []);
        advance(TERM - Duration::from_millis(1)).await;
        assert_eq!(heartbeats.silent(read(7)), []);
        advance(Duration::from_millis(1)).await;
        assert_eq!(heartbeats.silent(read(7)), read(7));
        assert_eq!(heartbeats.silent(read(8)), []);
        assert_eq!(heartbeats.silent(read(0)), read(0));
    }
}
