-- A view comes back with the trigger that writes through it.
-- verdict: restored
-- why: FOR EACH ROW is what all triggers are

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE TRIGGER vt INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.id, NEW.a); END;

-- up
DROP TRIGGER vt;
DROP VIEW v;

-- down
CREATE VIEW v AS SELECT id, a FROM t;
CREATE TRIGGER vt INSTEAD OF INSERT ON v FOR EACH ROW BEGIN INSERT INTO t VALUES (NEW.id, NEW.a); END;
