-- A column is renamed back and is signed.
-- verdict: differs
-- why: CHANGE says the whole definition

-- base
CREATE TABLE t (id int PRIMARY KEY, n int unsigned NOT NULL);

-- up
ALTER TABLE t RENAME COLUMN n TO m;

-- down
ALTER TABLE t CHANGE m n int NOT NULL;
