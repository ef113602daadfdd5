//! Looks at the proxy that are on their way.

use leptos::prelude::*;

/// How many looks were begun. Only the last one counts: an earlier answer is older than it.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    begun: RwSignal<u32>,
    ended: RwSignal<u32>,
}

impl Looks {
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
        let looks = Looks::none();
        let (first, second) = (looks.begin(), looks.begin());
        assert!(!looks.end(first) && looks.waits());
        assert!(looks.end(second) && !looks.waits());
    }
}
