-- A table is published with all columns.
-- verdict: differs
-- why: the list is not said again

-- base
CREATE TABLE t (id int PRIMARY KEY, a text, secret text);
CREATE PUBLICATION p FOR TABLE t (id, a);

-- up
ALTER PUBLICATION p DROP TABLE t;

-- down
ALTER PUBLICATION p ADD TABLE t;
