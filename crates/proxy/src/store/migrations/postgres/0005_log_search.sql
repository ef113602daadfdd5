-- What is looked for, in small letters: SQL makes letters small as it likes, and not all of them.
ALTER TABLE log ADD COLUMN account_folded TEXT COLLATE "C";
-- The values of `params`, a line each.
ALTER TABLE log ADD COLUMN params_folded TEXT COLLATE "C";
UPDATE log SET account_folded = lower(account_description),
    params_folded = (SELECT lower(string_agg(value, chr(10))) FROM json_each_text(CAST(log.params AS json)));
