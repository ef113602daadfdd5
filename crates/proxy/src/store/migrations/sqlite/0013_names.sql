-- The names that the code has for these things.
ALTER TABLE lanes RENAME TO account_queues;
ALTER TABLE account_queues RENAME COLUMN holder TO leased_by;
ALTER TABLE account_queues RENAME COLUMN stirred TO dirty;
ALTER TABLE paces RENAME TO rate_shares;
ALTER TABLE sites RENAME COLUMN said_at TO claimed_at;

DROP INDEX lanes_of_holder;
DROP INDEX lanes_stirred;
CREATE INDEX account_queues_leased ON account_queues (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX account_queues_dirty ON account_queues (account) WHERE dirty = 1;
