-- When the token was made that said it last, in seconds: an older one says nothing new.
ALTER TABLE sites ADD COLUMN said_at INTEGER NOT NULL DEFAULT 0;
