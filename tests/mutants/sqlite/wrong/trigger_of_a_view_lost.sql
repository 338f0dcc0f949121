-- A view comes back without the trigger that wrote through it.
-- verdict: differs
-- why: triggers go with their view

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE TRIGGER vt INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.id, NEW.a); END;

-- up
DROP VIEW v;

-- down
CREATE VIEW v AS SELECT id, a FROM t;
