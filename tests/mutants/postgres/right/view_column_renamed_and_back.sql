-- A column of a view has another name for a while.
-- verdict: restored
-- why: the view itself is not written again

-- base
CREATE TABLE t (id int, a text);
CREATE VIEW v AS SELECT id, a FROM t;

-- up
ALTER VIEW v RENAME COLUMN a TO b;

-- down
ALTER VIEW v RENAME COLUMN b TO a;
