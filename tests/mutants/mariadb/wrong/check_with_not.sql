-- A check comes back with its denial over less.
-- verdict: differs
-- why: NOT binds to the first

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT c CHECK (NOT (a > 0 AND b > 0)));

-- up
ALTER TABLE t DROP CONSTRAINT c;

-- down
ALTER TABLE t ADD CONSTRAINT c CHECK (NOT (a > 0) AND b > 0);
