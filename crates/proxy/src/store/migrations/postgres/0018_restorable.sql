-- Until when a deleted account can be restored (RFC 3339): until then it keeps its key and its rows.
ALTER TABLE accounts ADD COLUMN restorable_until TEXT;
