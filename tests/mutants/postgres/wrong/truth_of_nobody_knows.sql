-- A truth value becomes a number.
-- verdict: rows
-- why: NULL is not 0

-- base
CREATE TABLE t (id int PRIMARY KEY, done boolean);
INSERT INTO t VALUES (1, NULL), (2, true);

-- up
ALTER TABLE t ALTER done TYPE int USING (CASE WHEN done THEN 1 ELSE 0 END);

-- down
ALTER TABLE t ALTER done TYPE boolean USING done = 1;
