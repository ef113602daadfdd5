-- Proxies that share a database. SQLite has one proxy, which needs nothing of this: the tables are
-- here so that both databases hold the same.
CREATE TABLE proxies (
    id          TEXT PRIMARY KEY NOT NULL,
    -- Until when it counts as running, in milliseconds of the database's clock. Past it, for good.
    alive_until INTEGER NOT NULL
) STRICT;

-- Which proxy works on the lane.
ALTER TABLE lanes ADD COLUMN holder TEXT REFERENCES proxies (id);
-- Something changed that its holder, or whoever will be, has not looked at.
ALTER TABLE lanes ADD COLUMN stirred INTEGER NOT NULL DEFAULT 1 CHECK (stirred IN (0, 1));
CREATE INDEX lanes_of_holder ON lanes (holder) WHERE holder IS NOT NULL;
CREATE INDEX lanes_stirred ON lanes (account) WHERE stirred = 1;

-- Which proxy may call an ActiveCampaign account, and until when.
CREATE TABLE paces (
    account_name TEXT PRIMARY KEY NOT NULL,
    proxy        TEXT NOT NULL,
    until        INTEGER NOT NULL,
    -- Another proxy waits: the turn is not made longer.
    contested    INTEGER NOT NULL CHECK (contested IN (0, 1))
) STRICT;
