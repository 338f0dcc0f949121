-- A generated column comes back as PERSISTENT.
-- verdict: restored
-- why: that is another word for STORED

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int AS (a + 1) STORED);
INSERT INTO t (id, a) VALUES (1, 1);

-- up
ALTER TABLE t DROP COLUMN b;

-- down
ALTER TABLE t ADD COLUMN b int GENERATED ALWAYS AS (a + 1) PERSISTENT;
