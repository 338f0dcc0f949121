-- A check comes back with its brackets elsewhere.
-- verdict: differs
-- why: OR binds less than AND

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, CONSTRAINT ok CHECK ((a > 0 OR b > 0) AND c > 0));

-- up
ALTER TABLE t DROP CONSTRAINT ok;

-- down
ALTER TABLE t ADD CONSTRAINT ok CHECK (a > 0 OR b > 0 AND c > 0);
