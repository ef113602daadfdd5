-- The last attempts to deliver an item whose first attempt failed: an entry a slot, ten an item. A
-- migration that rebuilds `outbox` must keep them: dropping that table deletes what refers to it.
CREATE TABLE attempts (
    item       INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    slot       INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 9),
    -- Grows with every attempt of the item.
    number     INTEGER NOT NULL,
    at         TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    -- The HTTP status; empty without a response.
    status     INTEGER,
    -- ActiveCampaign's id of the request.
    request_id TEXT,
    PRIMARY KEY (item, slot)
) STRICT;

-- The page of the order in the shop; empty for a cart.
ALTER TABLE outbox ADD COLUMN order_url TEXT;
