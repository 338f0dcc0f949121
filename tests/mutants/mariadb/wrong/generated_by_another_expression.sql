-- A virtual column comes back with another expression.
-- verdict: differs
-- why: the sign is another

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int AS (a + 1) VIRTUAL);

-- up
ALTER TABLE t MODIFY b bigint AS (a + 1) VIRTUAL;

-- down
ALTER TABLE t MODIFY b int AS (a - 1) VIRTUAL;
