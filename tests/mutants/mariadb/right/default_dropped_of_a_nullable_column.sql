-- A column has a default for a while, and then none.
-- verdict: restored
-- why: where NULL may be, it is the default

-- base
CREATE TABLE t (id int PRIMARY KEY, a int);

-- up
ALTER TABLE t ALTER a SET DEFAULT 5;

-- down
ALTER TABLE t ALTER a DROP DEFAULT;
