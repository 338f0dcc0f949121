-- An index comes back without its method.
-- verdict: note
-- why: BTREE is the only one InnoDB has

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, KEY k (a) USING BTREE);

-- up
ALTER TABLE t DROP KEY k;

-- down
ALTER TABLE t ADD KEY k (a);
