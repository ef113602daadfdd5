-- What is looked for, in small letters: SQL makes letters small as it likes, and not all of them.
ALTER TABLE log ADD COLUMN account_folded TEXT;
-- The values of `params`, a line each.
ALTER TABLE log ADD COLUMN params_folded TEXT;
UPDATE log SET account_folded = lower(account_description),
    params_folded = (SELECT lower(group_concat(value, char(10))) FROM json_each(log.params));
