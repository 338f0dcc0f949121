-- The statistics of an expression index stay.
-- verdict: differs
-- why: ALTER INDEX SET STATISTICS has no counterpart in the down

-- base
CREATE TABLE t (id int, name text);
CREATE INDEX t_name ON t (lower(name));

-- up
ALTER INDEX t_name ALTER COLUMN 1 SET STATISTICS 1000;

-- down
ALTER TABLE t ALTER COLUMN name SET STATISTICS -1;
