-- How long a pause is to last, in milliseconds: its end may have been written by a clock that was
-- ahead.
ALTER TABLE lanes ADD COLUMN paused_for INTEGER;
-- What was sent is counted by the check of the counters.
CREATE INDEX outbox_sent ON outbox (account) WHERE state = 'sent';
