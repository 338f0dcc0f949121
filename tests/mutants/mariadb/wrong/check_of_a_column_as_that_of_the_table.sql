-- A check of a column comes back as one of the table.
-- verdict: differs
-- why: it has a name now, and stays when the column changes

-- base
CREATE TABLE t (id int PRIMARY KEY, q int NOT NULL CHECK (q > 0));
INSERT INTO t VALUES (1, 1);

-- up
ALTER TABLE t MODIFY q int NOT NULL;

-- down
ALTER TABLE t ADD CONSTRAINT CHECK (q > 0);
