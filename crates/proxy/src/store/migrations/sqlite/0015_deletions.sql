-- When the account was deleted: it has no key any more, and what belongs to it goes in small batches.
ALTER TABLE accounts ADD COLUMN deleted_at TEXT;
DROP INDEX accounts_one_per_platform;
DROP INDEX accounts_idempotency_key;
CREATE UNIQUE INDEX accounts_one_per_platform ON accounts (site, platform) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX accounts_idempotency_key ON accounts (site, idempotency_key) WHERE deleted_at IS NULL;
CREATE INDEX accounts_deleted ON accounts (id) WHERE deleted_at IS NOT NULL;
-- What rows remember is of another ActiveCampaign account, and is forgotten before anything is sent.
ALTER TABLE account_queues ADD COLUMN forgetting INTEGER NOT NULL DEFAULT 0 CHECK (forgetting IN (0, 1));
