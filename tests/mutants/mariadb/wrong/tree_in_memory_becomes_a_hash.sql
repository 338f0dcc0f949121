-- An index of a table in memory comes back without its method.
-- verdict: differs
-- why: a hash finds no range

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, KEY k (a) USING BTREE) ENGINE=MEMORY;

-- up
ALTER TABLE t DROP KEY k;

-- down
ALTER TABLE t ADD KEY k (a);
