//! LatestResponse at the proxy that are on their way.

use leptos::prelude::*;

/// How many latest_response were begun. Only the last one counts: an earlier answer is older than it.
#[derive(Clone, Copy, Debug)]
pub struct LatestResponse {
    begun: RwSignal<u32>,
    ended: RwSignal<u32>,
}

impl LatestResponse {
    /// None yet.
    #[must_use]
    pub fn none() -> Self {
        Self {
            begun: RwSignal::new(0),
            ended: RwSignal::new(0),
        }
    }

    /// Begins one more, and returns its number.
    #[must_use]
    pub fn begin(self) -> u32 {
        self.begun.update(|begun| *begun += 1);
        self.begun.get_untracked()
    }

    /// Ends one. Whether it was the last that was begun.
    #[must_use]
    pub fn end(self, look: u32) -> bool {
        let last = look == self.begun.get_untracked();
        if last {
            self.ended.set(look);
        }
        last
    }

    /// Whether the last one is still on its way.
    #[must_use]
    pub fn waits(self) -> bool {
        self.begun.get_untracked() != self.ended.get_untracked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_look_counts() {
        let latest_response = LatestResponse::none();
        let (first, second) = (latest_response.begin(), latest_response.begin());
        assert!(!latest_response.end(first) && latest_response.waits());
        assert!(latest_response.end(second) && !latest_response.waits());
    }
}
