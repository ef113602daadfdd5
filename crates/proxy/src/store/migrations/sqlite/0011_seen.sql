-- What was rejected when it was handed over: what the panel lists until it is handed over well.
CREATE TABLE rejections (
    id          INTEGER PRIMARY KEY NOT NULL,
    account     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('order', 'cart')),
    -- What the item is recognised by: its identifier, else its number, else a hash of it.
    item        TEXT NOT NULL,
    -- As far as they could be read.
    external_id TEXT,
    number      TEXT,
    -- Hash of the e-mail address, if one could be read.
    customer    TEXT,
    reason      TEXT NOT NULL,
    -- JSON: pointers into the item and codes. Never what was handed over.
    errors      TEXT NOT NULL,
    first_at    TEXT NOT NULL,
    last_at     TEXT NOT NULL,
    times       INTEGER NOT NULL
) STRICT;

-- The same item is one row, however often it is rejected.
CREATE UNIQUE INDEX rejections_once ON rejections (account, kind, item);
CREATE INDEX rejections_of_account ON rejections (account, id);
CREATE INDEX rejections_of_number ON rejections (account, lower(number)) WHERE number IS NOT NULL;
CREATE INDEX rejections_of_customer ON rejections (customer) WHERE customer IS NOT NULL;
CREATE INDEX rejections_by_age ON rejections (last_at);

-- The rows of the log that are kept to the newest of an account.
CREATE INDEX log_of_rejections ON log (account, id) WHERE code IN ('order_rejected', 'cart_rejected');

-- When ActiveCampaign confirmed the last write.
ALTER TABLE outbox ADD COLUMN sent_at TEXT;
-- What a merchant types to find an order.
CREATE INDEX outbox_of_number ON outbox (account, lower(number)) WHERE number IS NOT NULL;
-- Since when something is set aside.
CREATE INDEX outbox_failed_at ON outbox (account, failed_at) WHERE state = 'failed';

-- Since when nothing leaves, in milliseconds; kept while one pause follows another.
ALTER TABLE lanes ADD COLUMN paused_since INTEGER;
-- Since when the module is in the state in which it is, in seconds, by the tokens.
ALTER TABLE sites ADD COLUMN module_since INTEGER;
