-- A column gets `unsigned`, and what is below zero is zero before.
-- verdict: rows
-- why: what was below zero stays zero

-- base
CREATE TABLE t (id int PRIMARY KEY, d int NOT NULL);
INSERT INTO t VALUES (1, -5);

-- up
UPDATE t SET d = 0 WHERE d < 0;
ALTER TABLE t MODIFY d int unsigned NOT NULL;

-- down
ALTER TABLE t MODIFY d int NOT NULL;
