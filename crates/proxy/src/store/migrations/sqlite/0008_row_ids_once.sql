-- SQLite gives the id of the newest row that was deleted to the next one, unless it is told not to: a
-- delivery under way would take another order for its own. The table is the one of 0002 and 0020,
-- with AUTOINCREMENT.
CREATE TABLE outbox_anew (
    id             INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account        TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL CHECK (kind IN ('order', 'cart')),
    external_id    TEXT NOT NULL,
    -- The order's number, for people.
    number         TEXT,
    -- 'dropped': a cart that became an order, and is never sent as a cart (any more).
    state          TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'sent', 'failed', 'dropped')),
    -- The place in the lane; those released together share one and go by id.
    position       INTEGER NOT NULL,
    -- `updated_at` as handed over, in microseconds: of two versions the newer counts.
    version        INTEGER NOT NULL,
    -- Grows with every newer version, so that what is in flight is told from what came meanwhile.
    revision       INTEGER NOT NULL,
    -- Hash of the e-mail address: what one person did leaves in the order in which it came. Empty once
    -- the person was erased.
    customer       TEXT NOT NULL,
    -- Hash of another person to stay behind: of the cart that this order was.
    other_customer TEXT,
    -- An order's cart.
    cart           TEXT,
    -- What was accepted; gone once ActiveCampaign has it.
    payload        TEXT,
    -- The revision whose write may have reached ActiveCampaign without our knowing; 0 is none.
    attempted      INTEGER NOT NULL,
    -- ActiveCampaign's id of the record.
    remote_id      TEXT,
    failure_code   TEXT,
    failure_reason TEXT,
    failed_at      TEXT,
    accepted_at    TEXT NOT NULL,
    -- Until when something that was set aside, or a cart that no synchronisation released, is kept.
    expires_at     TEXT
) STRICT;

INSERT INTO outbox_anew SELECT id, account, kind, external_id, number, state, position, version,
    revision, customer, other_customer, cart, payload, attempted, remote_id, failure_code,
    failure_reason, failed_at, accepted_at, expires_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;

CREATE UNIQUE INDEX outbox_once ON outbox (account, kind, external_id);
CREATE INDEX outbox_waiting ON outbox (account, position, id) WHERE state = 'waiting';
CREATE INDEX outbox_held ON outbox (account, id) WHERE state = 'held';
CREATE INDEX outbox_failed ON outbox (account, id) WHERE state = 'failed';
CREATE INDEX outbox_done_by_age ON outbox (accepted_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX outbox_failed_by_age ON outbox (failed_at) WHERE state = 'failed' AND expires_at IS NULL;
CREATE INDEX outbox_held_by_age ON outbox (accepted_at) WHERE state = 'held' AND expires_at IS NULL;
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX outbox_of_customer ON outbox (account, customer);
CREATE INDEX outbox_of_other_customer ON outbox (account, other_customer) WHERE other_customer IS NOT NULL;
