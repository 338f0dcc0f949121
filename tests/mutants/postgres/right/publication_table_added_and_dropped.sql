-- A table is published for a while.
-- verdict: restored
-- why: ADD and DROP are inverses

-- base
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE u (id int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;

-- up
ALTER PUBLICATION p ADD TABLE u;

-- down
ALTER PUBLICATION p DROP TABLE u;
