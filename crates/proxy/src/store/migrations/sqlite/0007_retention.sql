-- Until when something that was set aside, or a cart that no synchronisation released, is kept
-- (RFC 3339). Set once the merchant was told; empty before.
ALTER TABLE outbox ADD COLUMN expires_at TEXT;
-- The newest `version` among the rows that were deleted though ActiveCampaign may hold their
-- record: what is handed over with this one or an older one is looked for there before a write.
ALTER TABLE lanes ADD COLUMN forgotten_version INTEGER NOT NULL DEFAULT 0;

-- What the retention looks for, across accounts.
CREATE INDEX outbox_done_by_age ON outbox (accepted_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX outbox_failed_by_age ON outbox (failed_at) WHERE state = 'failed' AND expires_at IS NULL;
CREATE INDEX outbox_held_by_age ON outbox (accepted_at) WHERE state = 'held' AND expires_at IS NULL;
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX synchronisations_by_age ON synchronisations (received_at);
-- All that is kept of a person.
CREATE INDEX outbox_of_customer ON outbox (account, customer);
CREATE INDEX outbox_of_other_customer ON outbox (account, other_customer) WHERE other_customer IS NOT NULL;
-- Rows of the log that may repeat what ActiveCampaign said of somebody.
CREATE INDEX log_with_details ON log (site, id) WHERE details IS NOT NULL;
