use std::time::Duration;

use contract::transfer::PauseReason;
use tokio::time::Instant;

use super::super::{Failing, Run};
use crate::{
    activecampaign::ApiError,
    clock,
    delivery::{context::DeliverError, log_entries, policy::Reaction, worker::DATABASE},
    store::{Cursor, Error},
};

/// Number of consecutive 429 responses to one entry, with success for others, that makes the entry
/// itself the cause.
const LIMITED: u32 = 20;

impl Run<'_> {
    /// Decides whether a failure concerns the item or the whole account, and handles it.
    pub(super) async fn retry(&mut self, cursor: Cursor, error: DeliverError) -> Result<(), Error> {
        let account = self.worker.account.as_str();
        let (failure, is_its_own) = match error {
            DeliverError::Api(failure) => (failure, true),
            DeliverError::Prerequisite(failure) => (failure, false),
            DeliverError::Store(error) => {
                tracing::error!(account, item = cursor.id, ?error, "delivery attempt failed");
                self.ready_queue.rest(cursor, Instant::now() + DATABASE);
                return Ok(());
            }
        };
        tracing::info!(account, item = cursor.id, %failure, "delivery attempt failed");
        if self.is_over {
            return Ok(());
        }
        if let ApiError::NotCalled(_) = failure {
            // The lease expires or the proxy stops, which proves nothing about the item or the
            // account.
            self.ready_queue.rest(cursor, Instant::now() + DATABASE);
            return Ok(());
        }
        let stands_still = self.paused_until > Instant::now();
        let reaction = self.policy.react(&failure);
        if let Reaction::Pause(reason, wait) = reaction {
            // If other deliveries succeeded since this item's last failure, the item causes the
            // response, and not the account.
            let before = self.ready_queue.failed_at(cursor);
            return match is_its_own && self.others_got_through(before) {
                true => self.held_up_alone(cursor, reason, wait, failure).await,
                false => {
                    let is_suspect = is_its_own && before.is_some() && !stands_still;
                    self.held_up(cursor, reason, wait, stands_still, &failure)
                        .await?;
                    if is_suspect && reason == PauseReason::Maintenance {
                        self.suspect = Some(Failing {
                            cursor,
                            failure,
                            is_noted: false,
                        });
                    }
                    Ok(())
                }
            };
        }
        // Late responses during a pause prove nothing new.
        if !is_its_own || stands_still {
            self.ready_queue
                .rest(cursor, Instant::now() + self.policy.rest());
        } else {
            self.failed(cursor).await?;
        }
        if stands_still {
            return Ok(());
        }
        if is_its_own && self.ready_queue.is_exhausted(cursor, Instant::now()) {
            self.probe(Some(Failing {
                cursor,
                failure,
                is_noted: true,
            }));
        } else if reaction == Reaction::Probe {
            self.probe(None);
        }
        Ok(())
    }

    /// Counts and persists a failure whose cause may be the item itself.
    pub(super) async fn failed(&mut self, cursor: Cursor) -> Result<(), Error> {
        let now_ms = clock::now_milliseconds();
        if let Some(tries) = self.ready_queue.failed(cursor, Instant::now(), now_ms) {
            self.context.writes().failed_again(cursor.id, tries).await?;
        }
        Ok(())
    }

    /// Whether another delivery succeeded since then.
    pub(super) fn others_got_through(&self, since: Option<Instant>) -> bool {
        since.is_some_and(|since| self.sent_at.is_some_and(|sent| sent > since))
    }

    /// Pauses the account queue; the item is not the cause.
    async fn held_up(
        &mut self,
        cursor: Cursor,
        reason: PauseReason,
        wait: Option<Duration>,
        stands_still: bool,
        failure: &ApiError,
    ) -> Result<(), Error> {
        self.ready_queue.again(cursor);
        let wait = match wait {
            Some(wait) => wait,
            // All tasks in flight meet the same pause, and the wait grows only once.
            None if stands_still => return Ok(()),
            None => self.policy.next_wait(),
        };
        if reason == PauseReason::ConnectionRefused {
            let details = log_entries::details(&failure.refusal());
            return self.pause_with(reason, wait, Some(details)).await;
        }
        self.pause(reason, wait).await
    }

    /// Handles a pause response that one item gets and others do not: the item is the cause.
    async fn held_up_alone(
        &mut self,
        cursor: Cursor,
        reason: PauseReason,
        wait: Option<Duration>,
        failure: ApiError,
    ) -> Result<(), Error> {
        self.failed(cursor).await?;
        let is_limit = reason == PauseReason::RateLimited;
        if is_limit {
            self.pause(reason, wait.unwrap_or_default()).await?;
        } else {
            let name = &self.eligibility.stored.account.account_name;
            self.context.engine.activecampaign.resume(name);
        }
        let enough = !is_limit || self.ready_queue.failures(cursor) >= LIMITED;
        if enough && self.ready_queue.is_exhausted(cursor, Instant::now()) {
            self.probe(Some(Failing {
                cursor,
                failure,
                is_noted: true,
            }));
        }
        Ok(())
    }
}
