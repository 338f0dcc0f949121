-- A number is a text for a while.
-- verdict: restored
-- why: its text says exactly what it is

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 5), (2, NULL), (3, -7);

-- up
ALTER TABLE t MODIFY n varchar(20);

-- down
ALTER TABLE t MODIFY n int;
