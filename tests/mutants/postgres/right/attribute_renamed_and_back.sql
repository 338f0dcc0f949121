-- An attribute of a composite type has another name for a while.
-- verdict: restored
-- why: it stands where it stood

-- base
CREATE TYPE addr AS (street text, city text);
CREATE TABLE t (id int, a addr);
INSERT INTO t VALUES (1, ROW('x', 'y'));

-- up
ALTER TYPE addr RENAME ATTRIBUTE city TO town;

-- down
ALTER TYPE addr RENAME ATTRIBUTE town TO city;
