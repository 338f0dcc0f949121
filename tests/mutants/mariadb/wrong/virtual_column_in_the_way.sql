-- A column goes that another one is computed from.
-- verdict: fails
-- why: the virtual column needs it

-- base
CREATE TABLE t (id int PRIMARY KEY);

-- up
ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int AS (a + 1) VIRTUAL;

-- down
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t DROP COLUMN b;
