-- An identity of PostgreSQL is never given twice. This is SQLite's: both databases have migrations of
-- the same names.
SELECT 1;
