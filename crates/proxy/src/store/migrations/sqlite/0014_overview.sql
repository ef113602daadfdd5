-- What was handed over while the account was disabled, the last time that it was.
ALTER TABLE account_queues ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
-- Serves the check of the counters as before, and tells when the last order was sent.
DROP INDEX outbox_sent;
CREATE INDEX outbox_sent ON outbox (account, kind, sent_at) WHERE state = 'sent';
