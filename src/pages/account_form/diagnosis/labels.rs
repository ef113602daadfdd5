//! Labels of the steps to ActiveCampaign's host and of their outcomes.

use contract::{
    diagnosis::{ReachOutcome, ReachStep},
    history::HistoryState,
};

use crate::{i18n::Key, key};

/// The label of a step.
pub fn step(step: ReachStep) -> Key {
    match step {
        ReachStep::Name => key!(diagnosis.step_name),
        ReachStep::Connection => key!(diagnosis.step_connection),
        ReachStep::Certificate => key!(diagnosis.step_certificate),
        ReachStep::Answer => key!(diagnosis.step_answer),
    }
}

/// The label of the outcome of a step.
pub fn outcome(outcome: ReachOutcome) -> Key {
    match outcome {
        ReachOutcome::Ok => key!(diagnosis.step_ok),
        ReachOutcome::Failed => key!(diagnosis.step_failed),
        ReachOutcome::NotNeeded => key!(diagnosis.step_not_needed),
        ReachOutcome::NotTried => key!(diagnosis.step_not_tried),
    }
}

/// The label of the state of the old orders.
pub fn history(state: HistoryState) -> Key {
    match state {
        HistoryState::Running => key!(history.running),
        HistoryState::Paused => key!(history.paused),
        HistoryState::Cancelled => key!(history.cancelled),
    }
}
