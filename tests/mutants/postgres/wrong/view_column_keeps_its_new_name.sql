-- A column of a view keeps its new name.
-- verdict: differs
-- why: only the table's column is renamed back

-- base
CREATE TABLE t (id int, a text);
CREATE VIEW v AS SELECT id, a FROM t;

-- up
ALTER TABLE t RENAME COLUMN a TO b;
ALTER VIEW v RENAME COLUMN a TO b;

-- down
ALTER TABLE t RENAME COLUMN b TO a;
