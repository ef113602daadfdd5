-- Storico: what the merchant wants of the old orders; empty before the first start.
ALTER TABLE account_queues ADD COLUMN history_state TEXT;
-- From when on they are wanted, and when that was said (RFC 3339).
ALTER TABLE account_queues ADD COLUMN history_since TEXT;
ALTER TABLE account_queues ADD COLUMN history_started_at TEXT;
-- What the site said: how many there are in all; when it had handed over all of them.
ALTER TABLE account_queues ADD COLUMN history_total BIGINT;
ALTER TABLE account_queues ADD COLUMN history_complete_at TEXT;
-- Which start it is: what was handed over for an earlier one is not counted for this one.
ALTER TABLE account_queues ADD COLUMN history_run BIGINT NOT NULL DEFAULT 0;
-- For which start an order was handed over as an old one; 0 is none. One that is there already counts.
ALTER TABLE outbox ADD COLUMN history_run BIGINT NOT NULL DEFAULT 0;
-- How far it is: one entry an old order.
CREATE INDEX outbox_of_history ON outbox (account, history_run, state) WHERE history_run > 0;
-- Old orders leave in the order of their dates.
UPDATE outbox SET position = 1152921504606846976 + CASE WHEN happened_at > 0 THEN happened_at ELSE 0 END
WHERE state = 'waiting' AND position >= 1152921504606846976;
