-- The last attempts to deliver an item whose first attempt failed: an entry a slot, ten an item. A
-- migration that rebuilds `outbox` must keep them: dropping that table deletes what refers to it.
CREATE TABLE attempts (
    item       BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    slot       BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 9),
    -- Grows with every attempt of the item.
    number     BIGINT NOT NULL,
    at         TEXT COLLATE "C" NOT NULL,
    outcome    TEXT COLLATE "C" NOT NULL,
    -- The HTTP status; empty without a response.
    status     BIGINT,
    -- ActiveCampaign's id of the request.
    request_id TEXT COLLATE "C",
    PRIMARY KEY (item, slot)
);

-- The page of the order in the shop; empty for a cart.
ALTER TABLE outbox ADD COLUMN order_url TEXT COLLATE "C";
