//! Distinguishes the response to the latest request from earlier ones.

use leptos::prelude::*;

/// Numbers requests. Earlier responses are outdated and are ignored.
#[derive(Clone, Copy, Debug)]
pub struct LatestResponse {
    begun: RwSignal<u32>,
    ended: RwSignal<u32>,
}

impl LatestResponse {
    /// No request yet.
    #[must_use]
    pub fn none() -> Self {
        Self {
            begun: RwSignal::new(0),
            ended: RwSignal::new(0),
        }
    }

    /// Starts a request and returns its number.
    #[must_use]
    pub fn begin(self) -> u32 {
        self.begun.update(|begun| *begun += 1);
        self.begun.get_untracked()
    }

    /// Ends a request. Returns whether it was the latest one.
    #[must_use]
    pub fn end(self, request: u32) -> bool {
        let latest = request == self.begun.get_untracked();
        if latest {
            self.ended.set(request);
        }
        latest
    }

    /// Whether the latest request has no response yet.
    #[must_use]
    pub fn is_pending(self) -> bool {
        self.begun.get_untracked() != self.ended.get_untracked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_response_counts() {
        let responses = LatestResponse::none();
        let (first, second) = (responses.begin(), responses.begin());
        assert!(!responses.end(first) && responses.is_pending());
        assert!(responses.end(second) && !responses.is_pending());
    }
}
