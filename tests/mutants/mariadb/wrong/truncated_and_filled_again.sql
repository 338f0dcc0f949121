-- A table is emptied and gets its rows back.
-- verdict: rows
-- why: it counts from the largest of them again

-- base
CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v int);
INSERT INTO t (v) VALUES (1), (2), (3);
DELETE FROM t WHERE id = 3;

-- up
CREATE TABLE saved SELECT * FROM t;
TRUNCATE TABLE t;

-- down
INSERT INTO t SELECT * FROM saved;
DROP TABLE saved;
