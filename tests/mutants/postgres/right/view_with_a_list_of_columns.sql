-- A view comes back with its columns in a list.
-- verdict: restored
-- why: the list says what AS said

-- base
CREATE TABLE t (id int, a text);
CREATE VIEW v AS SELECT id AS key, upper(a) AS name FROM t;

-- up
DROP VIEW v;

-- down
CREATE OR REPLACE VIEW v (key, name) AS SELECT id, upper(a) FROM t;
