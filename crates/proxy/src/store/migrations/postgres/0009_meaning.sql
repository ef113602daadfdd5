-- Hash of what was handed over: of two versions with one `updated_at`, equal ones are duplicates.
ALTER TABLE outbox ADD COLUMN content TEXT;
-- An order's `placed_at`, a cart's `abandoned_at`, in microseconds.
ALTER TABLE outbox ADD COLUMN happened_at BIGINT;
-- This version is to be deleted in ActiveCampaign: an emptied cart, a cancelled order.
ALTER TABLE outbox ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
-- An old order: it starts no automation, and leaves behind everything that is new.
ALTER TABLE outbox ADD COLUMN history BIGINT NOT NULL DEFAULT 0;
-- ActiveCampaign had it as live: a record that replaces that one must start no automation.
ALTER TABLE outbox ADD COLUMN announced BIGINT NOT NULL DEFAULT 0;
-- Hash of the e-mail address with which ActiveCampaign's record was written last.
ALTER TABLE outbox ADD COLUMN person TEXT;
-- Of a cart: the order that took over its record.
ALTER TABLE outbox ADD COLUMN consumed_by TEXT;
-- Of a cart: when its latest order was placed, in microseconds.
ALTER TABLE outbox ADD COLUMN ordered_at BIGINT;
-- Of a cart: its `externalcheckoutid`, where its own identifier is that of an order's record.
ALTER TABLE outbox ADD COLUMN checkout_id TEXT;
-- Failures in a row that may be its own, since when, and when it is tried next; in milliseconds.
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failing_since BIGINT;
ALTER TABLE outbox ADD COLUMN next_attempt_at BIGINT;
