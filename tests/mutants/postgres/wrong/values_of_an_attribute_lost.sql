-- An attribute of a composite type goes and comes back.
-- verdict: rows
-- why: each value of the type has NULL there now

-- base
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE t (id int PRIMARY KEY, a addr);
INSERT INTO t VALUES (1, ROW('x', 'y'));

-- up
ALTER TYPE addr DROP ATTRIBUTE zip;

-- down
ALTER TYPE addr ADD ATTRIBUTE zip text;
