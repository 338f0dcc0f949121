-- An index of words is dropped and created again.
-- verdict: restored
-- why: nothing of it is lost

-- base
CREATE TABLE t (id int PRIMARY KEY, a text, b text, FULLTEXT KEY words (a, b));
INSERT INTO t VALUES (1, 'x', 'y');

-- up
DROP INDEX words ON t;

-- down
CREATE FULLTEXT INDEX words ON t (a, b);
