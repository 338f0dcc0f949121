-- A column that another one is computed from is renamed and back.
-- verdict: restored
-- why: the expression follows

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int AS (a * 2) STORED);

-- up
ALTER TABLE t RENAME COLUMN a TO c;

-- down
ALTER TABLE t RENAME COLUMN c TO a;
