-- Which keys sealed what is in this database, each with something that only it opens.
CREATE TABLE encryption_keys (
    id         TEXT PRIMARY KEY NOT NULL,
    canary     BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id                            TEXT PRIMARY KEY NOT NULL,
    site                          TEXT NOT NULL,
    platform                      TEXT NOT NULL,
    description                   TEXT NOT NULL,
    account_name                  TEXT NOT NULL,
    api_key_sealed                BLOB NOT NULL,
    -- A proxy that still has the key before a rotation cannot write a record nobody opens.
    encryption_key_id             TEXT NOT NULL REFERENCES encryption_keys (id),
    api_key_last4                 TEXT NOT NULL,
    enabled                       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    orders                        INTEGER NOT NULL CHECK (orders IN (0, 1)),
    abandoned_carts               INTEGER NOT NULL CHECK (abandoned_carts IN (0, 1)),
    -- The ETag: grows with every change of the settings, not with a test.
    version                       INTEGER NOT NULL,
    -- Grows when account name or key change; a test of another one is stale.
    credentials_version           INTEGER NOT NULL,
    last_test                     TEXT,
    last_test_credentials_version INTEGER,
    idempotency_key               TEXT,
    created_at                    TEXT NOT NULL,
    updated_at                    TEXT NOT NULL
) STRICT;

-- Only one account per platform and site: two people saving at once cannot make two.
CREATE UNIQUE INDEX accounts_one_per_platform ON accounts (site, platform);
-- A save whose answer was lost, sent again, creates one account.
CREATE UNIQUE INDEX accounts_idempotency_key ON accounts (site, idempotency_key);
