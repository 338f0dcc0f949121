-- A publication has a filter from then on.
-- verdict: differs
-- why: SET TABLE says the table without one, and another

-- base
CREATE TABLE t (id int PRIMARY KEY, a text);
CREATE PUBLICATION p FOR TABLE t;

-- up
ALTER PUBLICATION p SET TABLE t WHERE (id > 0);

-- down
ALTER PUBLICATION p SET TABLE t WHERE (id >= 0);
