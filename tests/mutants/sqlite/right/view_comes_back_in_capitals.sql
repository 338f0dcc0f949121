-- A view comes back in other letters.
-- verdict: note
-- why: it is the same name, which a list of views shows

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE VIEW v AS SELECT id, a FROM t;

-- up
DROP VIEW v;

-- down
CREATE VIEW V AS SELECT id, a FROM t;
