-- An attribute of a composite type comes and goes.
-- verdict: restored
-- why: the others keep their values

-- base
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE t (id int PRIMARY KEY, a addr);
INSERT INTO t VALUES (1, ROW('x', 'y'));

-- up
ALTER TYPE addr ADD ATTRIBUTE country text;

-- down
ALTER TYPE addr DROP ATTRIBUTE country;
