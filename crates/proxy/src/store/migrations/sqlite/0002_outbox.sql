-- What the last token of a site's server said of it.
CREATE TABLE sites (
    site          TEXT PRIMARY KEY NOT NULL,
    name          TEXT NOT NULL,
    url           TEXT NOT NULL,
    -- Whether the module `activecampaign` is active on Passstore.
    module_active INTEGER NOT NULL CHECK (module_active IN (0, 1))
) STRICT;

-- One row an order or a cart: its newest version, and where it is on its way.
CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY NOT NULL,
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
    -- Hash of the e-mail address: what one person did leaves in the order in which it came.
    customer       TEXT NOT NULL,
    -- Hash of another person to stay behind: of the cart that this order was.
    other_customer TEXT,
    -- An order's cart.
    cart           TEXT,
    -- As handed over; gone once ActiveCampaign has it.
    payload        TEXT,
    -- The revision whose write may have reached ActiveCampaign without our knowing; 0 is none.
    attempted      INTEGER NOT NULL,
    -- ActiveCampaign's id of the record.
    remote_id      TEXT,
    failure_code   TEXT,
    failure_reason TEXT,
    failed_at      TEXT,
    accepted_at    TEXT NOT NULL
) STRICT;

-- The same order or cart is one row, however often it is handed over.
CREATE UNIQUE INDEX outbox_once ON outbox (account, kind, external_id);
-- What lanes and pages ask for, each as small as what it holds.
CREATE INDEX outbox_waiting ON outbox (account, position, id) WHERE state = 'waiting';
CREATE INDEX outbox_held ON outbox (account, id) WHERE state = 'held';
CREATE INDEX outbox_failed ON outbox (account, id) WHERE state = 'failed';

-- One row an account: its counters, what is remembered of ActiveCampaign, and what it waits for.
CREATE TABLE lanes (
    account             TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    next_position       INTEGER NOT NULL,
    -- Counted in the transactions that move rows: counting a million rows takes too long.
    held                INTEGER NOT NULL,
    waiting             INTEGER NOT NULL,
    sent                INTEGER NOT NULL,
    failed              INTEGER NOT NULL,
    -- Of which ActiveCampaign account all that is remembered is; of another one it says nothing.
    account_name        TEXT,
    connection_id       TEXT,
    tag_id              TEXT,
    pause_reason        TEXT,
    -- In milliseconds; without it, until something changes.
    paused_until        INTEGER,
    -- A pause because of a key ends with that key.
    credentials_version INTEGER NOT NULL
) STRICT;

-- What ActiveCampaign knows of people. Hashes alone: nobody can be read out of it.
CREATE TABLE customers (
    account           TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    email             TEXT NOT NULL,
    -- Hash of the names that ActiveCampaign has.
    names             TEXT,
    contact_id        TEXT,
    -- When a first `contact/sync` may have made the contact, in ActiveCampaign's seconds.
    sync_started_at   INTEGER,
    -- The contact is new and has not got its tag yet.
    tag_due           INTEGER NOT NULL CHECK (tag_due IN (0, 1)),
    -- The customer, and the connection it is of.
    connection_id     TEXT,
    customer_id       TEXT,
    PRIMARY KEY (account, email)
) STRICT;

-- Ends of synchronisation that were handed over: each lets carts leave once.
CREATE TABLE synchronisations (
    account     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (account, external_id)
) STRICT;

-- Lista dei Log. It outlives the accounts it tells of.
CREATE TABLE log (
    id                  INTEGER PRIMARY KEY NOT NULL,
    site                TEXT NOT NULL,
    account             TEXT,
    account_description TEXT,
    created_at          TEXT NOT NULL,
    kind                TEXT NOT NULL,
    code                TEXT NOT NULL,
    params              TEXT NOT NULL,
    details             TEXT
) STRICT;

CREATE INDEX log_of_site ON log (site, created_at, id);
CREATE INDEX log_by_age ON log (created_at);
