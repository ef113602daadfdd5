-- Until when the page shows what is sent: the next order that arrives is kept for it (milliseconds).
ALTER TABLE accounts ADD COLUMN preview_until INTEGER;

-- The last order that arrived while the page asked for one: at most one an account, for an hour.
CREATE TABLE order_samples (
    account  TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- Hash of the e-mail address.
    customer TEXT NOT NULL,
    -- As in `outbox`.
    payload  TEXT NOT NULL,
    -- JSON: pointers into the order as it was handed over, and codes.
    adjusted TEXT NOT NULL,
    -- In milliseconds.
    taken_at INTEGER NOT NULL
) STRICT;
