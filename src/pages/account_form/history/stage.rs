//! The stage of the old orders. Needs no browser.

use contract::history::{History, HistoryState};

/// The stage that the section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The merchant never started it.
    NotStarted,
    /// Started; the site has not handed over any order yet.
    Requested,
    /// Orders are sent.
    Sending,
    /// All orders that the site has handed over were sent; it has more.
    AwaitingMore,
    /// The merchant paused it.
    Paused,
    /// The merchant cancelled it.
    Cancelled,
    /// Nothing is left to do.
    Done,
    /// The site has no old orders.
    DoneEmpty,
}

impl Stage {
    /// The stage of an account's old orders; `None` before the first start.
    #[must_use]
    pub fn of(history: Option<&History>) -> Self {
        let Some(history) = history else {
            return Self::NotStarted;
        };
        match history.state {
            HistoryState::Paused => Self::Paused,
            HistoryState::Cancelled => Self::Cancelled,
            HistoryState::Running if history.waiting > 0 => Self::Sending,
            HistoryState::Running => match (history.all_handed_over, history.handed_over > 0) {
                (true, true) => Self::Done,
                (true, false) => Self::DoneEmpty,
                (false, true) => Self::AwaitingMore,
                (false, false) => Self::Requested,
            },
        }
    }

    /// Whether *Avvia* is offered.
    #[must_use]
    pub fn can_start(self) -> bool {
        match self {
            Self::NotStarted | Self::Cancelled => true,
            Self::Requested | Self::Sending | Self::AwaitingMore | Self::Paused => false,
            Self::Done | Self::DoneEmpty => true,
        }
    }

    /// Whether everything that was asked for is done.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::DoneEmpty)
    }

    /// Whether old orders leave, or will.
    #[must_use]
    pub fn is_running(self) -> bool {
        matches!(self, Self::Requested | Self::Sending | Self::AwaitingMore)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::estimate::tests::history, *};

    #[test]
    fn what_the_site_hands_over_moves_the_stage_on() {
        let stage = |all_handed_over, handed_over, waiting| {
            Stage::of(Some(&History {
                all_handed_over,
                handed_over,
                waiting,
                ..history()
            }))
        };
        assert_eq!(Stage::of(None), Stage::NotStarted);
        assert_eq!(stage(false, 0, 0), Stage::Requested);
        assert_eq!(stage(false, 5, 3), Stage::Sending);
        assert_eq!(stage(false, 5, 0), Stage::AwaitingMore);
        assert_eq!(stage(true, 5, 1), Stage::Sending);
        assert_eq!(stage(true, 5, 0), Stage::Done);
        assert_eq!(stage(true, 0, 0), Stage::DoneEmpty);
    }

    #[test]
    fn a_choice_of_the_merchant_comes_before_what_the_site_does() {
        for (state, stage) in [
            (HistoryState::Paused, Stage::Paused),
            (HistoryState::Cancelled, Stage::Cancelled),
        ] {
            let history = History {
                state,
                all_handed_over: true,
                ..history()
            };
            assert_eq!(Stage::of(Some(&history)), stage);
        }
    }
}
