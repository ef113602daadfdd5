-- As in SQLite: texts are compared byte by byte, and a yes or no is 1 or 0.

-- Which keys sealed what is in this database, each with something that only it opens.
CREATE TABLE encryption_keys (
    id         TEXT COLLATE "C" PRIMARY KEY,
    canary     BYTEA NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE accounts (
    id                            TEXT COLLATE "C" PRIMARY KEY,
    site                          TEXT COLLATE "C" NOT NULL,
    platform                      TEXT COLLATE "C" NOT NULL,
    description                   TEXT COLLATE "C" NOT NULL,
    account_name                  TEXT COLLATE "C" NOT NULL,
    api_key_sealed                BYTEA NOT NULL,
    -- A proxy that still has the key before a rotation cannot write a record nobody opens.
    encryption_key_id             TEXT COLLATE "C" NOT NULL REFERENCES encryption_keys (id),
    api_key_last4                 TEXT COLLATE "C" NOT NULL,
    enabled                       BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    orders                        BIGINT NOT NULL CHECK (orders IN (0, 1)),
    abandoned_carts               BIGINT NOT NULL CHECK (abandoned_carts IN (0, 1)),
    -- The ETag: grows with every change of the settings, not with a test.
    version                       BIGINT NOT NULL,
    -- Grows when account name or key change; a test of another one is stale.
    credentials_version           BIGINT NOT NULL,
    last_test                     TEXT COLLATE "C",
    last_test_credentials_version BIGINT,
    idempotency_key               TEXT COLLATE "C",
    created_at                    TEXT COLLATE "C" NOT NULL,
    updated_at                    TEXT COLLATE "C" NOT NULL
);

-- Only one account per platform and site: two people saving at once cannot make two.
CREATE UNIQUE INDEX accounts_one_per_platform ON accounts (site, platform);
-- A save whose answer was lost, sent again, creates one account.
CREATE UNIQUE INDEX accounts_idempotency_key ON accounts (site, idempotency_key);
