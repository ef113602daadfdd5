-- Until when the page shows what is sent: the next order that arrives is kept for it (milliseconds).
ALTER TABLE accounts ADD COLUMN preview_until BIGINT;

-- The last order that arrived while the page asked for one: at most one an account, for an hour.
CREATE TABLE order_samples (
    account  TEXT COLLATE "C" PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- Hash of the e-mail address.
    customer TEXT COLLATE "C" NOT NULL,
    -- As in `outbox`.
    payload  TEXT COLLATE "C" NOT NULL,
    -- JSON: pointers into the order as it was handed over, and codes.
    adjusted TEXT COLLATE "C" NOT NULL,
    -- In milliseconds.
    taken_at BIGINT NOT NULL
);
