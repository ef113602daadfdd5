-- Proxies that share this database.
CREATE TABLE proxies (
    id          TEXT COLLATE "C" PRIMARY KEY,
    -- Until when it counts as running, in milliseconds of the database's clock. Past it, for good.
    alive_until BIGINT NOT NULL
);

-- Which proxy works on the lane.
ALTER TABLE lanes ADD COLUMN holder TEXT COLLATE "C" REFERENCES proxies (id);
-- Something changed that its holder, or whoever will be, has not looked at.
ALTER TABLE lanes ADD COLUMN stirred BIGINT NOT NULL DEFAULT 1 CHECK (stirred IN (0, 1));
CREATE INDEX lanes_of_holder ON lanes (holder) WHERE holder IS NOT NULL;
CREATE INDEX lanes_stirred ON lanes (account) WHERE stirred = 1;

-- Which proxy may call an ActiveCampaign account, and until when.
-- Not logged: after a crash of the server every turn is over anyway.
CREATE UNLOGGED TABLE paces (
    account_name TEXT COLLATE "C" PRIMARY KEY,
    proxy        TEXT COLLATE "C" NOT NULL,
    until        BIGINT NOT NULL,
    -- Another proxy waits: the turn is not made longer.
    contested    BIGINT NOT NULL CHECK (contested IN (0, 1))
);
